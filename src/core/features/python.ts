/** A fitted pipeline as a Python file that needs NumPy alone and gives the same numbers. */
import type { ImageSize } from '../dataset/shape';
import { bytesOf } from '../results/arrays';
import type { NdArray } from '../results/types';
import { pipelineHash, planPipeline } from './pipeline';
import { STEPS } from './steps';
import { layoutShape } from './types';
import type { FittedPipeline, StepDefinition } from './types';

const HEAD = (title: string, { height, width }: ImageSize): string => `"""${title}

Usage:  python3 pipeline.py images-idx3-ubyte[.gz] features.npy
or      from pipeline import transform; features = transform(images)   # images: uint8, count x ${height} x ${width}
"""

import base64
import gzip
import sys

import numpy as np


def _array(shape, text):
    """Little-endian float32 values in base64."""
    return np.frombuffer(base64.b64decode(text), dtype="<f4").reshape(shape).astype(np.float32)`;

const TAIL = `def read_idx(path):
    """Images of an IDX file (magic 2051), gzipped or not, as uint8 of shape count x height x width."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"\\x1f\\x8b":
        data = gzip.decompress(data)
    magic, count, height, width = np.frombuffer(data, dtype=">u4", count=4)
    if magic != 2051:
        raise SystemExit(f"{path} is not an IDX file of images")
    return np.frombuffer(data, dtype=np.uint8, offset=16).reshape(count, height, width)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    np.save(sys.argv[2], transform(read_idx(sys.argv[1])))`;

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 (RFC 4648) in lines of 100 characters; written out because this floor has neither btoa nor Buffer. */
function base64Lines(bytes: Uint8Array): string[] {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => BASE64[(group >> shift) & 63]!).join('');
    text += digits.slice(0, Math.min(4, bytes.length - at + 1)).padEnd(4, '=');
  }
  return text.match(/.{1,100}/g) ?? [];
}

function pythonArray(name: string, { data, shape }: NdArray<Float32Array>): string {
  const lines = base64Lines(bytesOf(data)).map((line) => `            "${line}"`);
  return `        "${name}": _array(\n            (${shape.join(', ')},),\n${lines.join('\n')},\n        ),`;
}

/**
 * The text of `pipeline.py`: `transform(images)` from uint8 images (count x height x width) to float32 features, with the same
 * operations in the same order and precision as here.
 */
export function pipelineToPython(fitted: FittedPipeline, known: readonly StepDefinition[] = STEPS): string {
  const planned = planPipeline(fitted.steps, fitted.input, known);
  const { height, width } = fitted.input;
  const helpers = new Set<string>();
  const body: string[] = [];
  planned.forEach(({ definition, params, input }, index) => {
    const { arrays } = fitted.steps[index]!;
    const step = definition.python({ params: params as never, layout: input, arrays });
    for (const helper of step.helpers ?? []) helpers.add(helper);
    body.push(`    # ${index + 1}. ${definition.title}`);
    if (Object.keys(arrays).length > 0) body.push(`    arrays = ARRAYS[${index}]`);
    for (const line of step.lines) body.push(`    ${line}`);
  });
  const stored = fitted.steps.flatMap(({ arrays }, index) => {
    const entries = Object.entries(arrays).map(([name, array]) => pythonArray(name, array));
    return entries.length > 0 ? [`    ${index}: {\n${entries.join('\n')}\n    },`] : [];
  });
  const title = `Lookbook feature pipeline ${pipelineHash(fitted).slice(0, 12)}, fitted on ${fitted.fittedOn} images.`;
  const transform = [
    'def transform(images):',
    `    """Features of uint8 images (count x ${height} x ${width}): float32, count x ${layoutShape(fitted.output).join(' x ')}."""`,
    `    x = np.asarray(images, dtype=np.uint8).reshape(-1, ${height}, ${width}).astype(np.float32)`,
    ...body,
    '    return np.ascontiguousarray(x, dtype=np.float32)',
  ].join('\n');
  const constants = stored.length > 0 ? [`ARRAYS = {\n${stored.join('\n')}\n}`] : [];
  return `${[HEAD(title, fitted.input), ...helpers, ...constants, transform, TAIL].join('\n\n\n')}\n`;
}
