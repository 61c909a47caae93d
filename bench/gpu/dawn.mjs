/**
 * WebGPU for Node: loaded with `node --import`, it puts Dawn's `navigator.gpu` and its constants where a browser has them.
 * Run by itself it prints the adapter that it finds, as JSON.
 */
import { create, globals } from 'webgpu';

Object.assign(globalThis, globals);
const navigator = { gpu: create([]), userAgent: `Node ${process.version}` };
Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });

if (process.argv[1] === import.meta.filename) {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  const { vendor, architecture, device, description } = adapter?.info ?? {};
  const name = [vendor, architecture, device, description].filter(Boolean).join(' ');
  console.log(JSON.stringify(adapter ? { name, fallback: adapter.info.isFallbackAdapter === true } : {}));
  // Dawn keeps the process alive.
  process.exit();
}
