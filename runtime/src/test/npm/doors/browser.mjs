// node --import ./doors/browser.mjs <script> <address>: as much of a page of that address as CopilotKit looks for.
globalThis.location = new URL(process.argv[2]);
globalThis.window = globalThis;
