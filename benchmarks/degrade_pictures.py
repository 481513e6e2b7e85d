"""What happens to a picture of a table on its way to a portal: one function per way of being spoilt."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def clean(pixels: Pixels, rng: random.Random) -> Pixels:
    """As painted."""
    return pixels


def narrow(width: int, quality: int | None) -> Callable[[Pixels, random.Random], Pixels]:
    """Scaled down to a width, as content systems and messengers do; then JPEG where a quality is given."""

    def spoil(pixels: Pixels, rng: random.Random) -> Pixels:
        factor = width / pixels.shape[1]
        small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        return jpeg(_bytes(small), quality) if quality else _bytes(small)

    return spoil


def compressed(pixels: Pixels, rng: random.Random) -> Pixels:
    """JPEG at quality 40."""
    return jpeg(pixels, 40)


def scanned(pixels: Pixels, rng: random.Random) -> Pixels:
    """Grey paper, sensor noise, a slightly crooked page, JPEG."""
    turned = turn(pixels, rng.uniform(-0.8, 0.8))
    soft = cv2.GaussianBlur(turned, (0, 0), rng.uniform(0.5, 0.9)).astype(np.float32)
    paper = 20 + soft * rng.uniform(0.82, 0.9)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(5, 12), soft.shape[:2])
    return jpeg(_bytes(paper + noise[..., None]), 70)


def rotated(pixels: Pixels, rng: random.Random) -> Pixels:
    """Turned by up to 2.5 degrees."""
    return turn(pixels, rng.choice((-1, 1)) * rng.uniform(0.5, 2.5))


def perspective(pixels: Pixels, rng: random.Random) -> Pixels:
    """Photographed from the side: each corner moved by up to 2.5 % of the picture."""
    height, width = pixels.shape[:2]
    pad = round(0.03 * max(height, width))
    padded = cv2.copyMakeBorder(pixels, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    height, width = padded.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    reach = 0.025 * min(height, width)
    moved = corners + np.array([[rng.uniform(-reach, reach) for _ in "xy"] for _ in corners], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    return _bytes(cv2.warpPerspective(padded, matrix, (width, height), borderValue=(255, 255, 255)))


def sealed(pixels: Pixels, rng: random.Random) -> Pixels:
    """A red seal over a corner of the numbers, as ink that lets the black through."""
    height, width = pixels.shape[:2]
    radius = int(min(max(90, width * 0.11), height * 0.45))
    centre = (int(width * rng.uniform(0.6, 0.9)), int(height * rng.uniform(0.3, 0.85)))
    seal = np.full_like(pixels, 255)
    colour = (rng.randint(20, 70), rng.randint(10, 60), rng.randint(200, 235))
    cv2.circle(seal, centre, radius, colour, max(3, radius // 18), cv2.LINE_AA)
    star = [
        (centre[0] + r * math.sin(k * math.pi / 5), centre[1] - r * math.cos(k * math.pi / 5))
        for k, r in ((k, radius * (0.3 if k % 2 == 0 else 0.12)) for k in range(10))
    ]
    cv2.fillPoly(seal, [np.array(star, np.int32)], colour, cv2.LINE_AA)
    for k in range(14):
        angle = math.radians(150 + k * 240 / 13)
        place = (int(centre[0] + 0.78 * radius * math.cos(angle)), int(centre[1] + 0.78 * radius * math.sin(angle)))
        cv2.putText(
            seal, rng.choice("EFHKMNRXZ"), place, cv2.FONT_HERSHEY_SIMPLEX, radius / 130, colour, 2, cv2.LINE_AA
        )
    strength = rng.uniform(0.6, 0.95)
    ink = 255 - (255 - seal.astype(np.float32)) * strength
    return _bytes(pixels.astype(np.float32) * ink / 255)


def broken(pixels: Pixels, rng: random.Random) -> Pixels:
    """White gaps where the (already light) rules run."""
    spoilt = pixels.copy()
    height, width = pixels.shape[:2]
    for _ in range(max(8, height * width // 35_000)):
        gap = rng.randint(6, 28)
        if rng.random() < 0.5:
            x, y = _along_rule(pixels, 1, rng), rng.randrange(width - gap)
            spoilt[max(x - 2, 0) : x + 3, y : y + gap] = 255
        else:
            x, y = _along_rule(pixels, 0, rng), rng.randrange(height - gap)
            spoilt[y : y + gap, max(x - 2, 0) : x + 3] = 255
    return spoilt


def blurred(pixels: Pixels, rng: random.Random) -> Pixels:
    """Out of focus."""
    return _bytes(cv2.GaussianBlur(pixels, (0, 0), rng.uniform(1.0, 1.7) * max(1.0, pixels.shape[1] / 1500)))


def screened(pixels: Pixels, rng: random.Random) -> Pixels:
    """Photographed from a screen: moiré waves and uneven light."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    wave = 8 * np.sin(2 * math.pi * (x * rng.uniform(0.1, 0.3) + y * rng.uniform(0.02, 0.1)) / 2.7)
    light = 1 - 0.35 * (x / width * rng.random() + y / height * rng.random())
    soft = cv2.GaussianBlur(pixels, (0, 0), 0.7).astype(np.float32)
    return jpeg(_bytes(soft * light[..., None] + wave[..., None]), 75)


def turn(pixels: Pixels, degrees: float) -> Pixels:
    """Turned about its middle on a white sheet large enough."""
    pad = int(pixels.shape[1] * 0.03)
    padded = cv2.copyMakeBorder(pixels, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    height, width = padded.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return _bytes(cv2.warpAffine(padded, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)))


def jpeg(pixels: Pixels, quality: int) -> Pixels:
    """Once through JPEG."""
    body = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return _bytes(np.asarray(cv2.imdecode(body, cv2.IMREAD_COLOR)))


def _along_rule(pixels: Pixels, axis: int, rng: random.Random) -> int:
    """The row (axis 1) or column (axis 0) of a rule: a line with less white in it than letters leave."""
    white = (pixels.min(axis=2) >= 250).mean(axis=axis)
    return int(rng.choice(np.flatnonzero(white < max(0.4, float(white.min()) + 0.01)).tolist()))


def _bytes(pixels: NDArray[np.generic]) -> Pixels:
    return np.clip(pixels, 0, 255).astype(np.uint8)


DEGRADATIONS: dict[str, Callable[[Pixels, random.Random], Pixels]] = {
    "clean1x": clean,
    "clean2x": clean,
    "small600": narrow(600, None),
    "wechat500": narrow(500, 70),
    "jpegq40": compressed,
    "scan": scanned,
    "rot": rotated,
    "persp": perspective,
    "seal": sealed,
    "brokenlight": broken,
    "novert": clean,
    "blur": blurred,
    "screen": screened,
    "page": clean,
    "split": clean,
}
