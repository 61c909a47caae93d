import { EDGE_THRESHOLD, FEATURE_COUNT, INK_THRESHOLD, NAMED_FEATURES, namedFeatures } from '../named';
import type { Layout } from '../types';
import { defineStep } from '../types';
import { refuse } from './refuse';

const NAMES = NAMED_FEATURES.map((feature) => feature.id);
const LAYOUT: Layout = { kind: 'vector', size: FEATURE_COUNT, values: 'signed', names: NAMES };

/** The definitions of features/named.ts in NumPy: exact integer sums, one division each in float64. */
const PYTHON = `def named_features(x):
    """Twelve named features an image: ${NAMES.join(', ')}."""
    p = x.astype(np.int64)
    n = len(p)
    pixels = p.shape[1] * p.shape[2]
    height, width = p.shape[1:]
    total = p.sum(axis=(1, 2))
    safe = np.maximum(total, 1)
    squares = (p * p).sum(axis=(1, 2))
    ink = p > ${INK_THRESHOLD}

    def extent(lines):
        first = lines.argmax(axis=1)
        last = lines.shape[1] - 1 - lines[:, ::-1].argmax(axis=1)
        return np.where(lines.any(axis=1), last - first + 1, 0)

    def symmetry(mirrored):
        return np.where(total > 0, 1 - np.abs(p - mirrored).sum(axis=(1, 2)) // 2 / safe, 1.0)

    levels = np.stack([np.bincount(image.ravel(), minlength=256) for image in p])
    logs = np.where(levels > 1, levels * np.log2(np.maximum(levels, 1)), 0.0).sum(axis=1)
    laplacian = p[:, :-2, 1:-1] + p[:, 2:, 1:-1] + p[:, 1:-1, :-2] + p[:, 1:-1, 2:] - 4 * p[:, 1:-1, 1:-1]
    across = (p[:, :-2, 2:] + 2 * p[:, 1:-1, 2:] + p[:, 2:, 2:]) - (p[:, :-2, :-2] + 2 * p[:, 1:-1, :-2] + p[:, 2:, :-2])
    down = (p[:, 2:, :-2] + 2 * p[:, 2:, 1:-1] + p[:, 2:, 2:]) - (p[:, :-2, :-2] + 2 * p[:, :-2, 1:-1] + p[:, :-2, 2:])
    inner = (height - 2) * (width - 2)
    spread = inner * (laplacian * laplacian).sum(axis=(1, 2)) - laplacian.sum(axis=(1, 2)) ** 2
    columns = [
        total / (pixels * 255),
        np.sqrt(pixels * squares - total * total) / (pixels * 255),
        ink.sum(axis=(1, 2)) / pixels,
        np.where(total > 0, (p.sum(axis=1) * np.arange(width)).sum(axis=1) / safe, (width - 1) / 2),
        np.where(total > 0, (p.sum(axis=2) * np.arange(height)).sum(axis=1) / safe, (height - 1) / 2),
        extent(ink.any(axis=1)),
        extent(ink.any(axis=2)),
        symmetry(p[:, :, ::-1]),
        symmetry(p[:, ::-1, :]),
        np.maximum(0, np.log2(pixels) - logs / pixels),
        spread / (inner * inner * 255 * 255),
        (across * across + down * down > ${EDGE_THRESHOLD ** 2}).sum(axis=(1, 2)) / inner,
    ]
    return np.stack(columns, axis=1).astype(np.float32).reshape(n, ${FEATURE_COUNT})`;

export const named = defineStep({
  kind: 'named',
  version: 1,
  title: 'Named features',
  about: `Replaces the pixels by ${FEATURE_COUNT} named image features (${NAMED_FEATURES.map((feature) => feature.label.toLowerCase()).join(', ')}).`,
  params: {},
  plan(_params, layout) {
    if (layout.kind !== 'image' || layout.values !== 'bytes') {
      refuse(
        'Named features are measured on images of pixels from 0 to 255: put the step before scaling, and before steps that pick out values.',
      );
    }
    if (Math.min(layout.height, layout.width) < 3)
      refuse('Named features need images of at least 3 x 3 pixels: crop less.');
    return LAYOUT;
  },
  apply({ layout }, block) {
    if (layout.kind !== 'image') throw new TypeError('named: not an image');
    return { ...block, data: namedFeatures(new Uint8Array(block.data), block.count, layout), layout: LAYOUT };
  },
  pullBack: () =>
    refuse('Attributions of named features cannot be carried back to the pixels: the features are not linear in them.'),
  python: () => ({ lines: ['x = named_features(x)'], helpers: [PYTHON] }),
});
