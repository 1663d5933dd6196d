import pytest

from xenvm.xenstore.tools import options


@pytest.mark.parametrize(
    ("mode", "words", "found", "arguments"),
    [
        ("read", ["-p", "/a"], {"p": ""}, ["/a"]),
        ("read", ["/a", "-pR", "/b"], {"p": "", "R": ""}, ["/a", "/b"]),
        ("read", ["--prefix", "/a"], {"p": ""}, ["/a"]),
        ("read", ["-s", "/a"], {}, ["/a"]),
        ("read", ["--", "-p"], {}, ["-p"]),
        ("read", ["-"], {}, ["-"]),
        ("watch", ["-n", "3", "/a"], {"n": "3"}, ["/a"]),
        ("watch", ["-n3", "/a"], {"n": "3"}, ["/a"]),
        ("watch", ["--number=3", "/a"], {"n": "3"}, ["/a"]),
        ("watch", ["--num", "3", "/a"], {"n": "3"}, ["/a"]),
        ("ls", [], {}, []),
        ("chmod", ["-r", "-u", "/a", "n0"], {"r": "", "u": ""}, ["/a", "n0"]),
    ],
)
def test_options_and_arguments_come_in_any_order(mode, words, found, arguments) -> None:
    line = options.read(mode, words)
    assert (line.options, line.arguments, line.usage) == (found, arguments, False)


@pytest.mark.parametrize(
    ("mode", "words"),
    [("read", []), ("read", ["-f", "/a"]), ("write", ["/a"]), ("ls", ["-t"]), ("rm", ["-p", "/a"])],
)
def test_what_a_mode_does_not_take_is_a_case_for_usage(mode: str, words: list[str]) -> None:
    assert options.read(mode, words).usage


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["-Z", "/a"], "invalid option -- 'Z'"),
        (["--foo", "/a"], "unrecognized option '--foo'"),
        (["--r", "/a"], "option '--r' is ambiguous; possibilities: '--recurse' '--raw'"),
        (["--prefix=1", "/a"], "option '--prefix' doesn't allow an argument"),
        (["/a", "-n"], "option requires an argument -- 'n'"),
        (["/a", "--number"], "option '--number' requires an argument"),
    ],
)
def test_getopt_complains_and_goes_on(words: list[str], complaint: str) -> None:
    line = options.read("read", words)
    assert (line.complaints, line.arguments) == ([complaint], ["/a"])
