"""What is promised, one row a figure, and the verdict on what was measured; measures nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One promise. `more` = a higher number is better."""

    key: str
    text: str
    unit: str
    reach: float
    aim: float
    more: bool = False

    def verdict(self, measured: float) -> str:
        """aim, reach or MISS."""
        if self._holds(measured, self.aim):
            return "aim"
        return "reach" if self._holds(measured, self.reach) else "MISS"

    def _holds(self, measured: float, bound: float) -> bool:
        return measured >= bound if self.more else measured <= bound


@dataclass(frozen=True, slots=True)
class Result:
    """A measured figure, with what helps to judge it."""

    key: str
    measured: float
    detail: str = ""


FIGURES: tuple[Figure, ...] = (
    Figure("get", "Get of a VM property, 64 in flight, against C sd-bus", "x", 0.85, 0.97, True),
    Figure("nic", "GetAll of vmnic (8) against GetAll of 9 in C sd-bus", "x", 0.85, 1.0, True),
    Figure("getall", "GetAll of xenmgr.vm, unchanged VM, service CPU", "us", 60, 25),
    Figure("get-cpu", "service CPU per Get", "us", 7, 4.7),
    Figure("pause", "service CPU per pause+unpause pair, all signals", "us", 200, 100),
    Figure("signal", "CPU of one signal, {many} VMs against 1", "x", 1.2, 1.0),
    Figure("list", "list_vms at {middle} VMs", "ms", 20, 5),
    Figure("managed", "GetManagedObjects at {middle} VMs", "s", 0.5, 0.2),
    Figure("managed-size", "GetManagedObjects at {middle} VMs, its reply", "MiB", 16, 16),
    Figure("idle", "resident memory per idle VM, at {many}", "KiB", 25, 10),
    Figure("running", "resident memory per running VM, caches included", "KiB", 60, 30),
    Figure("start-empty", "start of the daemon, empty database", "s", 0.5, 0.3),
    Figure("start-many", "start of the daemon, {many} VMs in it", "s", 3, 1.5),
    Figure("start-vms", "starting {running} VMs, virtual clock, service CPU", "s", 5, 2),
    Figure("hold", "longest hold of the loop: p99 of a foreign Get", "ms", 20, 10),
)


def median_ratio(ours: Iterable[float], theirs: Iterable[float]) -> tuple[float, str]:
    """The median of the per-round ratios, and the span of them as text."""
    ratios = sorted(mine / other for mine, other in zip(ours, theirs, strict=True))
    return median(ratios), f"rounds {ratios[0]:.2f} to {ratios[-1]:.2f}"


def table(results: Mapping[str, Result], sizes: Mapping[str, int]) -> list[str]:
    """The results as a Markdown table, in the order of the promises."""
    rows = [("figure", "measured", "reach", "aim", "verdict", "detail")]
    for figure in FIGURES:
        if figure.key not in results:
            continue
        result = results[figure.key]
        sign = ">=" if figure.more else "<="
        rows.append(
            (
                figure.text.format_map({name: f"{size:,}" for name, size in sizes.items()}),
                f"{result.measured:.3g} {figure.unit}",
                f"{sign} {figure.reach:g}",
                f"{sign} {figure.aim:g}",
                figure.verdict(result.measured),
                result.detail,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    widths[-1] = len(rows[0][-1])
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return lines


def missed(results: Mapping[str, Result]) -> list[str]:
    """Keys of the figures that do not reach what is promised."""
    return [
        figure.key
        for figure in FIGURES
        if figure.key in results and figure.verdict(results[figure.key].measured) == "MISS"
    ]
