"""Reference values for tests/unit/models-classic and explain-classic: scikit-learn on a small sample of the real images.

Run: /usr/bin/python3 tests/reference/classic.py   (Debian: python3-sklearn, dataset-fashion-mnist)
Writes classic.json beside this file. The sample is made of 300 training and 100 query images, each reduced to 7 x 7 block
sums (0 to 255 after division by 16), so that the file holds no original image and stays small.
"""

import base64
import gzip
import json
import pathlib

import numpy
import sklearn
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import r2_score
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid

FOLDER = pathlib.Path("/usr/share/datasets/fashion-mnist")


def read(name, offset):
    return numpy.frombuffer(gzip.decompress((FOLDER / name).read_bytes()), dtype=numpy.uint8, offset=offset)


def text(values):
    return base64.b64encode(values.tobytes()).decode()


def rounded(values):
    return [float(f"{value:.12g}") for value in numpy.asarray(values, dtype=float).ravel()]


def main():
    images = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)[:400].astype(int)
    labels = read("train-labels-idx1-ubyte.gz", 8)[:400]
    blocks = (images.reshape(-1, 7, 4, 7, 4).sum(axis=(2, 4)) // 16).astype(numpy.uint8).reshape(-1, 49)
    fit, query = blocks[:300].astype(float), blocks[300:].astype(float)
    fit_labels = labels[:300]

    neighbours = KNeighborsClassifier(n_neighbors=5, algorithm="brute").fit(fit, fit_labels)
    distances, _ = neighbours.kneighbors(query)
    knn = {
        "squaredDistances": [int(round(value)) for value in (distances**2).ravel()],
        "probabilities": rounded(neighbours.predict_proba(query)),
    }

    centroids = NearestCentroid().fit(fit, fit_labels)
    centroid = {"centroids": rounded(centroids.centroids_), "predicted": centroids.predict(query).tolist()}

    l2 = 0.01
    logistic = LogisticRegression(
        C=1 / (300 * l2), multi_class="multinomial", solver="newton-cg", tol=1e-9, max_iter=10000
    ).fit(fit / 255, fit_labels)
    linear = {
        "l2": l2,
        "weights": rounded(logistic.coef_),
        "bias": rounded(logistic.intercept_ - logistic.intercept_.mean()),
        "probabilities": rounded(logistic.predict_proba(query / 255)),
    }

    random = numpy.random.RandomState(0)
    design = random.randint(0, 2, (80, 12))
    target = design @ random.normal(size=12) + random.normal(size=80) * 0.3
    weights = random.uniform(0.1, 1, 80)
    model = Ridge(alpha=1).fit(design, target, sample_weight=weights)
    ridge = {
        "design": design.ravel().tolist(),
        "target": rounded(target),
        "weights": rounded(weights),
        "coefficients": rounded(model.coef_),
        "intercept": float(model.intercept_),
        "r2": float(r2_score(target, model.predict(design), sample_weight=weights)),
    }

    result = {
        "command": "/usr/bin/python3 tests/reference/classic.py",
        "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__},
        "vectors": text(blocks),
        "labels": text(labels),
        "knn": knn,
        "centroid": centroid,
        "linear": linear,
        "ridge": ridge,
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
