"""scikit-learn's brute force for the same search: the k nearest of 10,000 test images for each of 60,000 training images."""

import gzip
import json
import resource
import sys
import time

import numpy as np
import sklearn
from sklearn.neighbors import NearestNeighbors


def load(name):
    with gzip.open(f"public/data/{name}.pack") as file:
        return np.frombuffer(file.read(), np.uint8)[16:].reshape(-1, 784).astype(np.float32)


train, test = load("train-images"), load("test-images")
print(json.dumps({"ready": True, "version": f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}"}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if request.get("memory"):
        # Linux counts in KiB.
        print(json.dumps({"seconds": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)
        continue
    started = time.perf_counter()
    search = NearestNeighbors(n_neighbors=request["k"], algorithm="brute").fit(test)
    distances, _ = search.kneighbors(train)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "sum": float((distances.astype(np.float64) ** 2).sum())}), flush=True)
