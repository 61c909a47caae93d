"""PyTorch: the same two models, the same protocol as serve.mjs. Takes the number of CPU threads, or `cuda`."""

import json
import sys
import time

import torch
from torch import nn

BATCH = 128
CUDA = sys.argv[1] == "cuda"
if CUDA and not torch.cuda.is_available():
    sys.exit("error: this PyTorch finds no CUDA device")
DEVICE = torch.device("cuda" if CUDA else "cpu")
if not CUDA:
    torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)


def cnn():
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1600, 128), nn.ReLU(), nn.Linear(128, 10),
    )


def mlp():
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))


models = {"cnn": cnn().to(DEVICE), "mlp": mlp().to(DEVICE)}
optimizers = {name: torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7) for name, model in models.items()}
images = torch.randint(0, 256, (BATCH, 784), dtype=torch.uint8)
labels = torch.arange(BATCH) % 10


def train(name, size):
    x = images[:size].to(DEVICE).float() / 255
    loss = nn.functional.cross_entropy(models[name](x), labels[:size].to(DEVICE))
    optimizers[name].zero_grad()
    loss.backward()
    optimizers[name].step()
    return loss.item()


def predict(name, size):
    with torch.no_grad():
        return models[name](images[:size].to(DEVICE).float() / 255).sum().item()


where = torch.cuda.get_device_name() if CUDA else f"{sys.argv[1]} threads"
print(json.dumps({"ready": True, "version": f"PyTorch {torch.__version__}, {where}"}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    step = train if request["mode"] == "train" else predict
    started = time.perf_counter()
    size = request.get("batch", BATCH)
    for _ in range(0, request["images"], size):
        step(request["model"], size)
    print(json.dumps({"seconds": time.perf_counter() - started}), flush=True)
