"""Memory and processor time of a server's processes, from /proc."""

import contextlib
import os
from pathlib import Path

import pytest

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Usage:
    """The usage from now on of all processes in the session that `leader` leads."""

    def __init__(self, leader: int) -> None:
        if not (PROC / str(leader) / "status").exists():
            pytest.skip("memory and processor time are read from /proc, which this system does not have")
        self._leader = leader
        for process in self._processes():
            with contextlib.suppress(OSError):
                (process / "clear_refs").write_text("5")  # resets the peak to the current usage
        self._memory = self._sum("VmRSS")
        self._seconds = self._processor_seconds()

    @property
    def mebibytes(self) -> float:
        """The peak memory usage above the initial one."""
        return (self._sum("VmHWM") - self._memory) / 1024

    @property
    def seconds(self) -> float:
        """Processor time, which does not depend on the load of the machine."""
        return self._processor_seconds() - self._seconds

    def _processes(self) -> list[Path]:
        found = []
        for process in PROC.glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.getsid(int(process.name)) == self._leader:
                    found.append(process)
        return found

    def _sum(self, field: str) -> int:
        """In KiB, like the kernel's values."""
        lines = [
            line for process in self._processes() for line in (process / "status").read_text().splitlines()
        ]
        return sum(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))

    def _processor_seconds(self) -> float:
        ticks = 0
        for process in self._processes():
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS
