"""Reference values for the data profile, from NumPy and SciPy on the real Fashion-MNIST files.

Run: /usr/bin/python3 tests/reference/profile.py   (Debian: python3-numpy, python3-scipy, dataset-fashion-mnist)
Writes profile.json beside itself. The features are worked out here from their definitions, image by image in float64,
without a line in common with the application.
"""
import gzip
import json
import os
import sys

import numpy as np
import scipy
from scipy import stats

FOLDER = os.environ.get("FASHION_MNIST", "/usr/share/datasets/fashion-mnist")
COUNT = 500


def images_of(name):
    with gzip.open(os.path.join(FOLDER, name + "-images-idx3-ubyte.gz")) as file:
        return np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)


def labels_of(name):
    with gzip.open(os.path.join(FOLDER, name + "-labels-idx1-ubyte.gz")) as file:
        return np.frombuffer(file.read(), np.uint8, offset=8)


def extent(flags):
    places = np.flatnonzero(flags)
    return 0 if places.size == 0 else int(places[-1] - places[0] + 1)


def features_of(image):
    x = image.astype(np.float64) / 255
    ink = image > 25
    total = x.sum()
    yy, xx = np.mgrid[0:28, 0:28]
    laplacian = np.zeros((26, 26))
    kernel = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    sobel_x = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    gx = np.zeros((26, 26))
    gy = np.zeros((26, 26))
    for dy in range(3):
        for dx in range(3):
            part = x[dy : dy + 26, dx : dx + 26]
            laplacian += kernel[dy][dx] * part
            gx += sobel_x[dy][dx] * part * 255
            gy += sobel_x[dx][dy] * part * 255
    levels = np.bincount(image.ravel(), minlength=256)
    return [
        x.mean(),
        x.std(),
        ink.mean(),
        (x * xx).sum() / total if total else 13.5,
        (x * yy).sum() / total if total else 13.5,
        extent(ink.any(axis=0)),
        extent(ink.any(axis=1)),
        1 - np.abs(x - x[:, ::-1]).sum() / (2 * total) if total else 1,
        1 - np.abs(x - x[::-1]).sum() / (2 * total) if total else 1,
        stats.entropy(levels, base=2),
        laplacian.var(),
        (np.rint(gx) ** 2 + np.rint(gy) ** 2 > 255**2).mean(),
    ]


def main():
    train, labels = images_of("train"), labels_of("train")
    test, test_labels = images_of("t10k"), labels_of("t10k")
    flat = train.reshape(len(train), -1)
    scaled = flat.astype(np.float64) / 255
    features = np.array([features_of(image) for image in train[:COUNT]])
    levels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
    columns = features.T
    mode_share = np.array([np.bincount(flat[:, pixel]).max() for pixel in range(784)]) / len(flat)

    result = {
        "made by": {
            "command": "/usr/bin/python3 tests/reference/profile.py",
            "python": sys.version.split()[0],
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "train": {
            "calls": "numpy: mean, std (ddof 0) of x/255, (x == 0).sum(), bincount",
            "mean": scaled.mean(),
            "std": scaled.std(),
            "zeros": int((flat == 0).sum()),
            "perClass": np.bincount(labels, minlength=10).tolist(),
            "classMeans": [scaled[labels == label].mean() for label in range(10)],
            "classStdPixel400": [flat[labels == label][:, 400].std() for label in range(10)],
            "pixelMean": flat.mean(axis=0).tolist(),
            "pixelStd": flat.std(axis=0).tolist(),
            "modeShare": mode_share.tolist(),
            "nearConstant99": int(((mode_share >= 0.99) & (mode_share < 1)).sum()),
            "constant": int((mode_share == 1).sum()),
            "intensity": np.bincount(flat.ravel(), minlength=256).tolist(),
            "duplicates": int(len(flat) - len(np.unique(flat, axis=0))),
        },
        "test": {
            "mean": (test / 255).mean(),
            "std": (test / 255).std(),
            "zeros": int((test == 0).sum()),
            "perClass": np.bincount(test_labels, minlength=10).tolist(),
        },
        "features": {
            "calls": "own definitions in NumPy; numpy.quantile; scipy.stats.skew, kurtosis (biased, Fisher); "
            "numpy.corrcoef; scipy.stats.spearmanr",
            "count": COUNT,
            "first": features[:20].tolist(),
            "mean": features.mean(axis=0).tolist(),
            "std": features.std(axis=0).tolist(),
            "skewness": stats.skew(features, axis=0).tolist(),
            "kurtosis": stats.kurtosis(features, axis=0).tolist(),
            "quantiles": np.quantile(features, levels, axis=0).T.tolist(),
            "zeros": (features == 0).sum(axis=0).tolist(),
            "pearson": np.corrcoef(columns).tolist(),
            "spearman": stats.spearmanr(features.astype(np.float32)).correlation.tolist(),
        },
    }

    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "profile.json"), "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
