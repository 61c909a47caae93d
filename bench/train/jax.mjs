/**
 * jax-js in Node: the same two models, a whole step of Adam compiled as one function. `node jax.mjs [wasm | webgpu [BATCH]]`;
 * WebGPU needs ../gpu/dawn.mjs loaded before.
 */
import { readFile } from 'node:fs/promises';
import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { serve } from './serve.mjs';
import { BATCH as USUAL, noise } from './work.mjs';

const [backend = 'wasm', size] = process.argv.slice(2);
const BATCH = Number(size ?? USUAL);

if (!(await init(backend)).includes(backend)) throw new Error(`jax-js does not start on ${backend}.`);
defaultDevice(backend);

const random = (...shape) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return np.array(Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898) * 0.05)).reshape(shape);
};
const PARAMETERS = {
  cnn: () => [
    random(32, 1, 3, 3),
    random(1, 32, 1, 1),
    random(64, 32, 3, 3),
    random(1, 64, 1, 1),
    random(1600, 128),
    random(128),
    random(128, 10),
    random(10),
  ],
  mlp: () => [random(784, 256), random(256), random(256, 10), random(10)],
};

const pool = (x) => lax.reduceWindow(x, np.max, [2, 2], [2, 2]);
const LOGITS = {
  cnn([w1, b1, w2, b2, w3, b3, w4, b4], x) {
    const a = pool(nn.relu(lax.conv(x.reshape([BATCH, 1, 28, 28]), w1, [1, 1], 'VALID').add(b1)));
    const b = pool(nn.relu(lax.conv(a, w2, [1, 1], 'VALID').add(b2)));
    return np.matmul(nn.relu(np.matmul(b.reshape([BATCH, 1600]), w3).add(b3)), w4).add(b4);
  },
  mlp: ([w1, b1, w2, b2], x) => np.matmul(nn.relu(np.matmul(x, w1).add(b1)), w2).add(b2),
};

function contender(model) {
  const loss = (parameters, x, y) =>
    nn
      .logSoftmax(LOGITS[model](parameters, x))
      .mul(y)
      .sum()
      .mul(-1 / BATCH);
  const step = jit((parameters, first, second, scale, x, y) => {
    const [value, gradients] = valueAndGrad(loss)(tree.ref(parameters), x, y);
    const m = gradients.map((g, i) => first[i].mul(0.9).add(g.ref.mul(0.1)));
    const v = gradients.map((g, i) => second[i].mul(0.999).add(g.ref.mul(g).mul(0.001)));
    const next = parameters.map((p, i) => p.sub(m[i].ref.mul(scale.ref).div(np.sqrt(v[i].ref).add(1e-7)).mul(1e-3)));
    scale.dispose();
    return [next, m, v, value];
  });
  const predict = jit((parameters, x) => LOGITS[model](parameters, x));
  let parameters = PARAMETERS[model]();
  let first = parameters.map((p) => np.zeros(p.shape));
  let second = parameters.map((p) => np.zeros(p.shape));
  const pixels = Float32Array.from(noise(BATCH), (value) => value / 255);
  const labels = Float32Array.from({ length: BATCH * 10 }, (_, i) => (Math.floor(i / 10) % 10 === i % 10 ? 1 : 0));
  let count = 0;
  return {
    async train() {
      count += 1;
      const scale = np.array(Math.sqrt(1 - 0.999 ** count) / (1 - 0.9 ** count));
      const x = np.array(pixels).reshape([BATCH, 784]);
      const y = np.array(labels).reshape([BATCH, 10]);
      let value;
      [parameters, first, second, value] = step(parameters, first, second, scale, x, y);
      await blockUntilReady(parameters);
      return value.data();
    },
    predict: () => predict(tree.ref(parameters), np.array(pixels).reshape([BATCH, 784])).data(),
  };
}

const contenders = new Map();
const { version } = JSON.parse(
  await readFile(new URL('../node_modules/@jax-js/jax/package.json', import.meta.url), 'utf8'),
);

await serve(`jax-js ${version} (${backend})`, async ({ model, mode, images }) => {
  if (!contenders.has(model)) contenders.set(model, contender(model));
  const step = contenders.get(model)[mode];
  const started = performance.now();
  for (let done = 0; done < images; done += BATCH) await step();
  return (performance.now() - started) / 1000;
});
