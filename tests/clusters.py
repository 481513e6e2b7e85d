"""A Dask cluster on loopback: a scheduler and workers, each a process of its own that can be killed."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SETTINGS = {
    "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "0",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s",
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s",
}


class Cluster:
    """Stands while the `with` block runs."""

    def __init__(self, folder, workers=2):
        self.folder, self.count = folder, workers
        self.workers = []

    def __enter__(self):
        self.file = self.folder / "scheduler.json"
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(self.file)]
        self.scheduler = self._started("dask_scheduler", *options, until="Scheduler at:")
        self.address = f"tcp://127.0.0.1:{self._port}"
        for _ in range(self.count):
            self.add_worker()
        return self

    def __exit__(self, *error):
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.communicate()

    def add_worker(self):
        options = ["--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "30"]
        place = ["--local-directory", str(self.folder)]
        self.workers.append(self._started("dask_worker", self.address, *options, *place, until="Registered to:"))

    def _started(self, program, *options, until):
        """Once it says that it is ready."""
        words = [sys.executable, "-m", f"distributed.cli.{program}", *options]
        settings = {**os.environ, **SETTINGS, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
        process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=settings, cwd=ROOT
        )
        for line in process.stderr:
            if until in line:
                self._port = line.rsplit(":", 1)[1].strip()
                return process
        raise AssertionError(f"{program} did not start")
