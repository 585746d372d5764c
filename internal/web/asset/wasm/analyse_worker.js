// The analyst of packages, in a thread of its own: it takes the names and the bytes of
// files and answers with what package bargain makes of them.

import './wasm_exec.js';

const ready = (async () => {
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch(new URL('analyse.wasm', import.meta.url)), go.importObject);
  void go.run(instance);
})();

addEventListener('message', async (event) => {
  try {
    await ready;
    const { names, files } = event.data;
    postMessage(JSON.parse(globalThis.parleyAnalyse(names, files.map((/** @type {ArrayBuffer} */ f) => new Uint8Array(f)))));
  } catch (error) {
    postMessage({ failed: String(error) });
  }
});
