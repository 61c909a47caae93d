"""Reference values for tests/unit/search: Optuna's TPE and random sampler on the test functions, its fANOVA, its pruner.

Run: /usr/bin/python3 tests/reference/search.py   (Debian: python3-optuna, python3-sklearn)
Writes search.json beside this file.

Optuna 3.1.0's log-density of a scaled truncated normal lacks the term -log(scale) (its issue #5109, mended by #5110), so
its Parzen estimators are not normalised. "tpeReleased" is the sampler as released; "tpeNormalised" and "densities" are the
same with that term put in, which is the published algorithm.
"""

import json
import math
import pathlib
import warnings

import numpy
import optuna
import sklearn

from optuna.samplers._tpe import _truncnorm
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")

SEEDS = 30
TRIALS = 60


def bowl(trial):
    """Five unimodal dimensions, one of them logarithmic."""
    rate = trial.suggest_float("rate", 1e-5, 1e-1, log=True)
    value = (math.log10(rate) + 3) ** 2
    for index in range(4):
        value += (trial.suggest_float(f"x{index}", -5, 5) - index) ** 2
    return value


def branin(trial):
    """The Branin-Hoo function; minimum 0.397887."""
    x = trial.suggest_float("x", -5, 10)
    y = trial.suggest_float("y", 0, 15)
    return (
        (y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6) ** 2
        + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x)
        + 10
    )


def mixed(trial):
    """A float, a logarithmic integer and a choice, as in tuning a small network."""
    rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
    units = trial.suggest_int("units", 8, 512, log=True)
    kind = trial.suggest_categorical("kind", ["a", "b", "c", "d"])
    return (
        (math.log10(rate) + 2.5) ** 2
        + (math.log2(units) - 7) ** 2 / 4
        + {"a": 0.0, "b": 0.5, "c": 1.0, "d": 2.0}[kind]
    )


def best_values(objective, sampler):
    values = []
    for seed in range(SEEDS):
        study = optuna.create_study(sampler=sampler(seed))
        study.optimize(objective, n_trials=TRIALS)
        values.append(study.best_value)
    return values


RELEASED = _truncnorm.logpdf


def normalised(x, a, b, loc=0, scale=1):
    return RELEASED(x, a, b, loc, scale) - numpy.log(scale)


def densities():
    """Log-densities of Parzen estimators on given observations."""
    parameters = _ParzenEstimatorParameters(True, 1.0, True, False, default_weights, False)
    random = numpy.random.RandomState(2)
    cases = []
    for count in [0, 1, 2, 7, 40]:
        for low, high, log in [(-5, 5, False), (1e-4, 1e-1, True)]:
            ends = (math.log(low), math.log(high)) if log else (low, high)
            observed, points = (random.uniform(*ends, size) for size in (count, 9))
            if log:
                observed, points = numpy.exp(observed), numpy.exp(points)
            distribution = optuna.distributions.FloatDistribution(low, high, log=log)
            estimator = _ParzenEstimator({"a": observed}, {"a": distribution}, parameters)
            cases.append(
                {
                    "low": low,
                    "high": high,
                    "log": log,
                    "observed": observed.tolist(),
                    "points": points.tolist(),
                    "logDensities": estimator.log_pdf({"a": points}).tolist(),
                }
            )
    return cases


def fanova():
    """Importances on trials that are written out, so that both sides read the same ones."""
    random = numpy.random.RandomState(0)
    distributions = {
        "x": optuna.distributions.FloatDistribution(0, 1),
        "y": optuna.distributions.FloatDistribution(0, 1),
        "z": optuna.distributions.FloatDistribution(1e-4, 1, log=True),
    }
    study = optuna.create_study()
    trials = []
    for _ in range(120):
        params = {"x": random.uniform(), "y": random.uniform(), "z": 10 ** random.uniform(-4, 0)}
        value = 4 * params["x"] + 2 * params["y"] ** 2 + 0.2 * math.log10(params["z"])
        study.add_trial(optuna.trial.create_trial(params=params, distributions=distributions, value=value))
        trials.append({"params": params, "value": value})
    importances = optuna.importance.get_param_importances(
        study, evaluator=optuna.importance.FanovaImportanceEvaluator(seed=0)
    )
    return {"trials": trials, "importances": dict(importances)}


def pruner():
    """What MedianPruner decides at every step of a trial, for a few settings."""
    random = numpy.random.RandomState(1)
    cases = []
    for startup, warmup, interval in [(0, 0, 1), (3, 2, 1), (2, 1, 3), (4, 0, 2), (8, 0, 1)]:
        for direction in ["maximize", "minimize"]:
            study = optuna.create_study(
                direction=direction,
                pruner=optuna.pruners.MedianPruner(
                    n_startup_trials=startup, n_warmup_steps=warmup, interval_steps=interval
                ),
            )
            complete = []
            for _ in range(6):
                length = random.randint(4, 9)
                curve = [round(float(value), 3) for value in random.uniform(0, 1, length)]
                study.add_trial(
                    optuna.trial.create_trial(
                        state=optuna.trial.TrialState.COMPLETE,
                        value=curve[-1],
                        intermediate_values=dict(enumerate(curve)),
                    )
                )
                complete.append(curve)
            for _ in range(4):
                trial = study.ask()
                curve = [round(float(value), 3) for value in random.uniform(0, 1, 8)]
                decisions = []
                for step, value in enumerate(curve):
                    trial.report(value, step)
                    decisions.append(bool(trial.should_prune()))
                cases.append(
                    {
                        "direction": direction,
                        "startupTrials": startup,
                        "warmupSteps": warmup,
                        "intervalSteps": interval,
                        "complete": complete,
                        "curve": curve,
                        "decisions": decisions,
                    }
                )
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
    return cases


def main():
    functions = {}
    for objective in (bowl, branin, mixed):
        tpe = lambda seed: optuna.samplers.TPESampler(seed=seed)
        _truncnorm.logpdf = RELEASED
        released = best_values(objective, tpe)
        _truncnorm.logpdf = normalised
        functions[objective.__name__] = {
            "tpeReleased": released,
            "tpeNormalised": best_values(objective, tpe),
            "random": best_values(objective, lambda seed: optuna.samplers.RandomSampler(seed=seed)),
        }
    result = {
        "command": "/usr/bin/python3 tests/reference/search.py",
        "versions": {"optuna": optuna.__version__, "numpy": numpy.__version__, "sklearn": sklearn.__version__},
        "seeds": SEEDS,
        "trials": TRIALS,
        "functions": functions,
        "densities": densities(),
        "fanova": fanova(),
        "pruner": pruner(),
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
