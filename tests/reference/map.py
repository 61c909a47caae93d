"""Reference values for tests/unit/map: scikit-learn, SciPy and NumPy on a small sample of the real images.

Run: /usr/bin/python3 tests/reference/map.py   (Debian: python3-sklearn, python3-scipy, dataset-fashion-mnist)
Writes map.json beside this file. The images are the first 300 of the test file, read by the tests from the data set itself.
"""

import gzip
import json
import pathlib

import numpy
import scipy
import sklearn
from scipy.stats import spearmanr
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestCentroid, NearestNeighbors

FOLDER = pathlib.Path("/usr/share/datasets/fashion-mnist")
COUNT, K = 300, 10


def read(name, offset):
    return numpy.frombuffer(gzip.decompress((FOLDER / name).read_bytes()), dtype=numpy.uint8, offset=offset)


def rounded(values):
    return [float(f"{value:.12g}") for value in numpy.asarray(values, dtype=float).ravel()]


def main():
    images = read("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 784)[:COUNT].astype(float)
    labels = read("t10k-labels-idx1-ubyte.gz", 8)[:COUNT].astype(int)
    shares = images / 255

    pca = PCA(n_components=20, svd_solver="full").fit(shares)
    scores = pca.transform(shares)
    residual = numpy.linalg.norm(shares - pca.inverse_transform(scores), axis=1)

    distances, indices = NearestNeighbors(n_neighbors=K, algorithm="brute").fit(shares).kneighbors()
    strange = distances.mean(axis=1)
    logarithms = numpy.log(strange)
    low, high = numpy.quantile(logarithms, [0.25, 0.75])

    # A map that is no projection, with neighbours that are right and wrong.
    bent = numpy.stack([scores[:, 0] + 0.1 * scores[:, 5] ** 2, numpy.sin(scores[:, 1])], axis=1)
    on_map = NearestNeighbors(n_neighbors=K, algorithm="brute").fit(bent).kneighbors(return_distance=False)

    centroids = NearestCentroid().fit(shares, labels).centroids_
    apart = numpy.linalg.norm(centroids[:, None] - centroids[None], axis=2)
    spread = [
        numpy.sqrt(((shares[labels == label] - centroids[label]) ** 2).sum(axis=1).mean()) for label in range(10)
    ]
    confusion = numpy.zeros((10, 10), dtype=int)
    for label, nearest in zip(labels, labels[indices[:, 0]]):
        confusion[label, nearest] += 1

    first = numpy.argsort(-strange, kind="stable")[:30]
    second = numpy.argsort(-residual, kind="stable")[:30]
    result = {
        "made": "/usr/bin/python3 tests/reference/map.py",
        "versions": {"sklearn": sklearn.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__},
        "count": COUNT,
        "neighbours": K,
        "residual": rounded(residual),
        "scores": rounded(numpy.abs(scores[:5])),
        "meanDistance": rounded(strange),
        "fence": float(numpy.exp(high + 1.5 * (high - low))),
        "spearman": float(spearmanr(strange, residual)[0]),
        "sharedTop30": len(set(first) & set(second)),
        "bent": rounded(bent),
        "trustworthiness": {
            "bent": float(trustworthiness(shares, bent, n_neighbors=K)),
            "pca": float(trustworthiness(shares, scores[:, :2], n_neighbors=K)),
            "pca5": float(trustworthiness(shares, scores[:, :2], n_neighbors=5)),
        },
        "firstTwo": rounded(scores[:, :2]),
        "agreement": float((labels[on_map] == labels[:, None]).mean()),
        "centroids": rounded(apart),
        "spread": rounded(spread),
        "confusion": confusion.tolist(),
    }
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")


main()
