/** Loaded before the mutation run: a module that was compiled once in this process is not parsed again for the next mutant. */
// @ts-nocheck: it reaches into what jest does not declare.
const vm = require('node:vm');
const { compileFunction } = vm;
const compiled = new Map();

vm.compileFunction = (code, parameters, { importModuleDynamically: _, ...options }) => {
  const known = compiled.get(code);
  const made = compileFunction(code, parameters, { ...options, cachedData: known, produceCachedData: !known });
  if (!known && made.cachedData) compiled.set(code, made.cachedData);
  return made;
};
