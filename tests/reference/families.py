"""Reference accuracies for tests/unit/tasks: scikit-learn on a slice of the real images.

Run: /usr/bin/python3 tests/reference/families.py   (Debian: python3-sklearn, dataset-fashion-mnist)
Writes families.json beside this file. Fitted on the first 3,000 training images (the linear model on the
first 500 of them), scored on the 500 after them.
"""

import gzip
import json
import pathlib

import numpy
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid

FOLDER = pathlib.Path("/usr/share/datasets/fashion-mnist")
FIT, LINEAR_FIT, SELECT = 3000, 500, 500


def read(name, offset):
    return numpy.frombuffer(gzip.decompress((FOLDER / name).read_bytes()), dtype=numpy.uint8, offset=offset)


def main():
    images = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 784)[: FIT + SELECT].astype(float)
    labels = read("train-labels-idx1-ubyte.gz", 8)[: FIT + SELECT]
    fit, select = images[:FIT], images[FIT:]
    known, true = labels[:FIT], labels[FIT:]
    penalty = 0.01
    models = {
        "knn": KNeighborsClassifier(n_neighbors=5, algorithm="brute").fit(fit, known).predict(select),
        "centroid": NearestCentroid().fit(fit, known).predict(select),
        "linear": LogisticRegression(C=1 / (LINEAR_FIT * penalty), multi_class="multinomial", tol=1e-6, max_iter=5000)
        .fit(fit[:LINEAR_FIT] / 255, known[:LINEAR_FIT])
        .predict(select / 255),
        "majority": numpy.full(SELECT, numpy.bincount(known).argmax()),
    }
    out = {
        "command": "/usr/bin/python3 tests/reference/families.py",
        "versions": {"sklearn": sklearn.__version__, "numpy": numpy.__version__},
        "train": FIT,
        "linearFit": LINEAR_FIT,
        "validation": SELECT,
        "penalty": penalty,
        "right": {name: int((predicted == true).sum()) for name, predicted in models.items()},
    }
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, indent=2) + "\n")


main()
