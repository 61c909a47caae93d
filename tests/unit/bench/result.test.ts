import { expect, test } from 'vitest';
import { describeMachine } from '../../../bench/lib/machine.mjs';
import { checkResult, spreadOf } from '../../../bench/lib/result.mjs';
import { startContender } from '../../../bench/lib/contender.mjs';
import { table } from '../../../bench/lib/table.mjs';

const result = (values: number[]) => ({
  schema: 1 as const,
  bench: 'train',
  machine: describeMachine().finish(),
  rounds: values.length,
  contenders: [
    { id: 'ours', name: 'Ours', runtime: 'Node', present: true, version: '1' },
    { id: 'peer', name: 'Peer', runtime: 'native', present: false, reason: 'not installed' },
  ],
  measurements: [
    { contender: 'ours', task: 'cnn train', unit: 'images/s', values, spread: spreadOf(values) },
    { contender: 'peer', task: 'cnn train', unit: 'images/s', error: 'no kernel' },
  ],
});

test('the median of an even number of rounds lies between the two in the middle', () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(spreadOf([7])).toEqual({ median: 7, min: 7, max: 7 });
});

test('a result has the form of the schema, and a table names values, failures and absent peers', async () => {
  const good = result([1200, 1100, 1300]);
  await checkResult(good);
  const text = table(good);
  expect(text).toContain('| cnn train | Ours (Node) | 1,200 (1,100 to 1,300) images/s |  |');
  expect(text).toContain('none: no kernel');
  expect(text).toContain('Absent: Peer: not installed');
});

test('a result without a machine, or a measurement with neither values nor a reason, is refused', async () => {
  const { machine: _, ...withoutMachine } = result([1]);
  await expect(checkResult(withoutMachine)).rejects.toThrow('machine');
  const silent = { ...result([1]), measurements: [{ contender: 'ours', task: 'cnn train', unit: 'images/s' }] };
  await expect(checkResult(silent)).rejects.toThrow();
});

test('an engine answers by lines, its failure is told, and one that does not start is an error with its last words', async () => {
  const script = `
    process.stdin.setEncoding('utf8');
    console.log('a greeting of some library');
    console.log(JSON.stringify({ ready: true, version: 'toy 1' }));
    process.stdin.on('data', (text) => {
      const { images } = JSON.parse(text);
      console.log(JSON.stringify(images > 0 ? { seconds: images / 100 } : { error: 'no images' }));
    });`;
  const engine = await startContender(process.execPath, ['-e', script]);
  expect(engine.version).toBe('toy 1');
  expect(await engine.ask({ images: 50 })).toBe(0.5);
  await expect(engine.ask({ images: 0 })).rejects.toThrow('no images');
  engine.end();
  await expect(startContender(process.execPath, ['-e', 'throw new Error("nothing here")'])).rejects.toThrow(
    'nothing here',
  );
  await expect(startContender('/no/such/program', [])).rejects.toThrow('ENOENT');
});
