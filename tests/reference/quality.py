"""Expected values for the image checks, from Pillow and NumPy on the real Fashion-MNIST files.

Run: /usr/bin/python3 tests/reference/quality.py   (Debian: python3-pil, python3-numpy, dataset-fashion-mnist)
Writes quality.json beside itself. The scores follow the definitions of cleanvision (version 0.3.6), written anew here
with the calls that it is built on: numpy.percentile, PIL.Image.entropy, PIL.ImageFilter.FIND_EDGES, PIL.ImageStat.
cleanvision itself is not packaged by Debian and was not run.
"""
import gzip
import json
import os
import sys

import numpy as np
import PIL
from PIL import Image, ImageFilter, ImageStat

FOLDER = os.environ.get("FASHION_MNIST", "/usr/share/datasets/fashion-mnist")
FIRST = 300
THRESHOLDS = {"dark": 0.32, "light": 0.05, "low-information": 0.3, "blurry": 0.29}


def images_of(name):
    with gzip.open(os.path.join(FOLDER, name + "-images-idx3-ubyte.gz")) as file:
        return np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)


def scores_of(pixels):
    image = Image.fromarray(pixels, mode="L")
    low, high = np.percentile(pixels / 255.0, [5, 99])
    edges = ImageStat.Stat(image.filter(ImageFilter.FIND_EDGES)).var[0]
    spread = 1 - np.exp(-0.01 * np.std(image.histogram()))
    blurry = 1 - np.exp(-0.01 * np.sqrt(edges))
    if spread > 0.18:
        blurry += spread
    return [high, 1 - low, min(0.1 * image.entropy(), 1.0), min(blurry, 1.0)]


def odd_images():
    rng = np.random.default_rng(7)
    ramp = np.arange(784, dtype=np.uint8).reshape(28, 28)
    checks = (np.indices((28, 28)).sum(axis=0) % 2 * 255).astype(np.uint8)
    smooth = np.clip(128 + 60 * np.sin(np.arange(28) / 9)[:, None] + 0 * ramp, 0, 255).astype(np.uint8)
    return {
        "black": np.zeros((28, 28), np.uint8),
        "white": np.full((28, 28), 255, np.uint8),
        "gray": np.full((28, 28), 128, np.uint8),
        "ramp": ramp,
        "checks": checks,
        "smooth": smooth,
        "noise": rng.integers(0, 256, (28, 28), dtype=np.uint8),
        "dim noise": rng.integers(0, 90, (28, 28), dtype=np.uint8),
        "bright noise": rng.integers(240, 256, (28, 28), dtype=np.uint8),
    }


train, test = images_of("train"), images_of("t10k")
scores = np.array([scores_of(image) for part in (train, test) for image in part])
kinds = list(THRESHOLDS)
odd = odd_images()
# float32 as in the application: a score that lies on an edge in two digits does so whatever the rounding before.
edges = (np.arange(101) / 100).astype(np.float32)
result = {
    "made by": {
        "command": "/usr/bin/python3 tests/reference/quality.py",
        "python": sys.version.split()[0],
        "numpy": np.__version__,
        "pillow": PIL.__version__,
    },
    "calls": "numpy.percentile(x / 255, [5, 99]); 0.1 * PIL.Image.entropy(); numpy.std(PIL.ImageStat of FIND_EDGES); "
    "numpy.std(PIL.Image.histogram())",
    "kinds": kinds,
    "first": scores[:FIRST].tolist(),
    "flagged": {kind: int((scores[:, at] < THRESHOLDS[kind]).sum()) for at, kind in enumerate(kinds)},
    "flaggedTest": {kind: int((scores[60000:, at] < THRESHOLDS[kind]).sum()) for at, kind in enumerate(kinds)},
    "lowInformation15": int((scores[:, 2] < 0.15).sum()),
    "histograms": {kind: np.histogram(scores[:, at].astype(np.float32), bins=edges)[0].tolist() for at, kind in enumerate(kinds)},
    "lowest": {kind: np.argsort(scores[:, at].astype(np.float32), kind="stable")[:20].tolist() for at, kind in enumerate(kinds)},
    "mean": scores.mean(axis=0).tolist(),
    "odd": [{"name": name, "pixels": image.ravel().tolist(), "scores": scores_of(image)} for name, image in odd.items()],
}

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "quality.json"), "w") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
print({key: result[key] for key in ("flagged", "flaggedTest", "lowInformation15", "mean")})
print([(entry["name"], entry["scores"]) for entry in result["odd"]])
for at, kind in enumerate(kinds):
    print(kind, np.quantile(scores[:, at], [0, 0.001, 0.01, 0.1, 0.5, 0.9, 1]))
