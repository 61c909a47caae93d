"""Reference values for the exploration: associations, class images, pixel values, pixel correlations and components.

Run: /usr/bin/python3 tests/reference/explore.py   (Debian: python3-numpy, python3-scipy, python3-sklearn,
dataset-fashion-mnist). Writes explore.json beside itself.
"""
import gzip
import json
import os
import sys

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.metrics import mutual_info_score

from bins import bins_of, edges_of

FOLDER = os.environ.get("FASHION_MNIST", "/usr/share/datasets/fashion-mnist")


def read(name, header):
    with gzip.open(os.path.join(FOLDER, name)) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


train = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 784)
labels = read("train-labels-idx1-ubyte.gz", 8)
count = 2001
images, classes = train[:count], labels[:count]
# One column that a test can work out with integers alone: the sum of each image.
column = images.astype(np.int64).sum(1).astype(float)
groups = [column[classes == c] for c in range(10)]
between = sum(len(g) * (g.mean() - column.mean()) ** 2 for g in groups)
edges = edges_of(column, 32)
binned = bins_of(column, edges)
table = np.zeros((10, len(edges) + 1), int)
np.add.at(table, (classes, binned), 1)
values = train.ravel()
correlation = np.corrcoef(train.T)
covariance = np.cov((train / 255).T, bias=True)
variances, vectors = np.linalg.eigh(covariance)
first = vectors[:, -1] * np.sign(vectors[np.abs(vectors[:, -1]).argmax(), -1])
picked = [(0, 0), (0, 1), (7 * 28 + 6, 8 * 28 + 6), (14 * 28 + 14, 15 * 28 + 14), (100, 700), (406, 18), (783, 1)]
rng = np.random.default_rng(5)
square = rng.normal(size=(9, 9))
square = np.round(square + square.T, 6)

result = {
    "made by": {
        "command": "/usr/bin/python3 tests/reference/explore.py",
        "python": sys.version.split()[0],
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
    },
    "association": {
        "calls": "sklearn.metrics.mutual_info_score in bins of equal share (bins.py); sums of squares by NumPy",
        "count": count,
        "etaSquared": between / ((column - column.mean()) ** 2).sum(),
        "bits": mutual_info_score(classes, binned) / np.log(2),
        "table": table.tolist(),
        "oneway": stats.f_oneway(*groups).statistic,
    },
    "cramersV": {
        "call": "scipy.stats.contingency.association",
        "table": [[10, 20, 30], [6, 9, 17]],
        "v": stats.contingency.association(np.array([[10, 20, 30], [6, 9, 17]]), method="cramer", correction=False),
    },
    "classImages": {
        "calls": "numpy.median; scipy.stats.entropy(bincount, base=2)",
        "count": count,
        "median": [np.median(images[classes == c], axis=0)[::37].tolist() for c in range(10)],
        "entropy": [
            [float(stats.entropy(np.bincount(images[classes == c][:, p], minlength=256), base=2)) for p in range(0, 784, 37)]
            for c in range(10)
        ],
    },
    "pixelValues": {
        "calls": "numpy.quantile; scipy.stats.skew, kurtosis, over the 47,040,000 values of the training file",
        "quantiles": np.quantile(values, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]).tolist(),
        "skewness": float(stats.skew(values.astype(np.float64))),
        "kurtosis": float(stats.kurtosis(values.astype(np.float64))),
    },
    "pixels": {
        "calls": "numpy.corrcoef; numpy.linalg.eigh of numpy.cov(bias=True)",
        "correlations": [[p, q, float(correlation[p, q])] for p, q in picked],
        "above": [[t, int((np.abs(correlation[np.triu_indices(784, 1)]) > t).sum())] for t in (0.5, 0.7, 0.8, 0.9, 0.95)],
        "variances": variances[::-1][[0, 1, 2, 10, 100, 500]].tolist(),
        "first": first[::37].tolist(),
    },
    "eigen": {
        "call": "numpy.linalg.eigvalsh",
        "matrix": square.ravel().tolist(),
        "values": np.linalg.eigvalsh(square)[::-1].tolist(),
    },
}

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "explore.json"), "w") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
