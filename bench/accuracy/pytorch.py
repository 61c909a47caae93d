"""PyTorch's side: `python3 pytorch.py DATA THREADS`. The same network, batches, optimizer and looking as ours.ts."""

import json
import os
import sys
import time

import numpy as np
import torch
from torch import nn

BATCH = 128
folder, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)


def load(name):
    images = np.fromfile(os.path.join(folder, f"{name}-images-idx3-ubyte"), np.uint8)[16:].reshape(-1, 1, 28, 28)
    labels = np.fromfile(os.path.join(folder, f"{name}-labels-idx1-ubyte"), np.uint8)[8:]
    return torch.from_numpy(images), torch.from_numpy(labels.astype(np.int64))


def network():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1600, 128), nn.ReLU(), nn.Linear(128, 10),
    )


def accuracy(model, images, labels):
    model.eval()
    with torch.no_grad():
        right = sum(
            (model(images[at : at + 1000].float() / 255).argmax(1) == labels[at : at + 1000]).sum().item()
            for at in range(0, len(labels), 1000)
        )
    model.train()
    return right / len(labels)


(fit_images, fit_labels), (test_images, test_labels) = load("train"), load("t10k")
print(json.dumps({"ready": True, "version": f"PyTorch {torch.__version__}, {threads} threads"}), flush=True)
for line in sys.stdin:
    order = json.loads(line)
    torch.manual_seed(order["seed"])
    model = network()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7)
    curve = []
    started = time.perf_counter()
    for _ in range(order["epochs"]):
        shuffled = torch.randperm(len(fit_labels))
        for at in range(0, len(shuffled), BATCH):
            chosen = shuffled[at : at + BATCH]
            loss = nn.functional.cross_entropy(model(fit_images[chosen].float() / 255), fit_labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        curve.append(accuracy(model, test_images, test_labels))
        if curve[-1] >= order["target"]:
            break
    seconds = time.perf_counter() - started
    reached = curve[-1] >= order["target"]
    print(json.dumps({"seconds": seconds} if reached else {"error": f"not reached: {curve}"}), flush=True)
