// The verifier of bundles, in a thread of its own: it takes the bytes of a
// bundle and answers with the report of package record.

import './wasm_exec.js';

const ready = (async () => {
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch(new URL('verify.wasm', import.meta.url)), go.importObject);
  void go.run(instance);
})();

addEventListener('message', async (event) => {
  try {
    await ready;
    postMessage(JSON.parse(globalThis.parleyVerify(new Uint8Array(event.data))));
  } catch (error) {
    postMessage({ ok: false, failed: String(error) });
  }
});
