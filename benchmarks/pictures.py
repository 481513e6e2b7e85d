"""How pictures of tables are read, by kind of damage: the columns of reading.py, a line for each kind.

usage: .venv/bin/python -m benchmarks.pictures [--pictures 30] [--seed N]      without a seed other pictures every time
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict

from benchmarks.reading import HEAD, Made, measure, on_a_page, pictures, show


def main() -> None:
    """Print one line for each kind of picture and what was silently wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=30)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = parser.parse_args()
    kinds: dict[str, list[Made]] = defaultdict(list)
    for made in pictures(asked.pictures, asked.seed):
        kinds[made[0].split("_")[1]].append(made)
    print(f"seed {asked.seed}\n{HEAD}")
    for kind, made in kinds.items():
        show(kind, measure(made, on_a_page))


if __name__ == "__main__":
    main()
