import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  // The strict content policy of the server knows no inline code and no data: scripts.
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { fs: { allow: [".."] } }, // the table of sentences stands in data/
  test: { include: ["src/**/*.test.ts"] },
});
