"""Findings: order, text and JSON."""

from __future__ import annotations

import json

from rpcgen import diag
from rpcgen.diag import Findings, Severity, Span


def some() -> Findings:
    findings = Findings()
    findings.add("RG404", Span("b.xml", 1, 1), "second file")
    findings.add("RG302", Span("a.xml", 9, 2), "late", "drop one")
    findings.add("RG101", Span("a.xml", 2, 7), "early")
    return findings


def test_findings_come_in_order_of_place() -> None:
    assert [found.message for found in some()] == ["early", "late", "second file"]


def test_only_errors_stop_a_run() -> None:
    assert some().has_errors
    warned = Findings()
    warned.add("RG404", Span("a.xml", 1, 1), "twice")
    assert len(warned) == 1
    assert not warned.has_errors


def test_text_has_one_line_a_finding_and_the_hint_below() -> None:
    assert diag.as_text(some()).splitlines() == [
        "a.xml:2:7: error RG101: early",
        "a.xml:9:2: error RG302: late",
        "    hint: drop one",
        "b.xml:1:1: warning RG404: second file",
    ]


def test_json_says_the_same() -> None:
    rows = json.loads(diag.as_json(some()))
    assert rows[1] == {
        "file": "a.xml",
        "line": 9,
        "column": 2,
        "severity": "error",
        "code": "RG302",
        "rule": "duplicate member",
        "message": "late",
        "hint": "drop one",
    }


def test_text_from_outside_stays_on_one_line() -> None:
    assert diag.quoted('a\nb"\u202e') == "'a\\nb\"\\u202e'"
    assert diag.quoted("M" * 300).endswith("... (300 characters)")
    assert diag.visible_name("a\nb\x1b[31m.xml") == "a?b?[31m.xml"


def test_each_rule_has_a_severity_and_a_sentence() -> None:
    assert all(isinstance(severity, Severity) and text for severity, text in diag.RULES.values())
