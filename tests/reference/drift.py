"""Expected images for src/core/drift/corruptions, from scipy.ndimage. Run: /usr/bin/python3 tests/reference/drift.py

Writes drift.json beside itself. Outside the image lies 0 ("grid-constant"), interpolation is linear, and the Gaussian is
cut at three deviations, as ours is.
"""
import json
import pathlib

import numpy as np
import scipy
from scipy import ndimage

rng = np.random.default_rng(7)
image = np.zeros((28, 28))
image[4:25, 6:20] = rng.integers(0, 256, (21, 14))
image[0, :] = 200  # ink at the edge, where the background beyond must count as black

angle = np.deg2rad(45 * 0.4)
cos, sin = np.cos(angle), np.sin(angle)
# Output (row, column) to input (row, column), about the middle: the inverse of a clockwise turn.
matrix = np.array([[cos, -sin], [sin, cos]])
middle = np.array([13.5, 13.5])
cases = {
    "blur": (2 / 3, ndimage.gaussian_filter(image, 2.0, mode="constant", truncate=3)),
    "shift": (0.4, ndimage.shift(image, (3.2, 3.2), order=1, mode="grid-constant")),
    "rotation": (0.4, ndimage.affine_transform(image, matrix, middle - matrix @ middle, order=1, mode="grid-constant")),
    "brightness": (0.25, np.clip(image + 0.125 * 255, 0, 255)),
    "contrast": (0.5, image.mean() + 0.55 * (image - image.mean())),
}
out = {
    "command": "/usr/bin/python3 tests/reference/drift.py",
    "versions": {"scipy": scipy.__version__, "numpy": np.__version__},
    "image": image.astype(int).ravel().tolist(),
    "cases": {name: {"severity": severity, "image": np.round(value, 6).ravel().tolist()} for name, (severity, value) in cases.items()},
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out) + "\n")
print(path.name, path.stat().st_size, "bytes")
