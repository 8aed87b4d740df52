// Writes fields.txt: npm pack @elastic/ecs@8.11.5, unpack it, and node fields.cjs FOLDER > fields.txt
const { EcsFlat } = require(process.argv[2] + "/build/commonjs/index.js");
for (const [name, field] of Object.entries(EcsFlat)) {
  console.log(name, field.type, field.normalize.includes("array") ? "array" : "one");
}
for (const name of ["event.kind", "event.outcome", "event.category", "event.type"]) {
  for (const value of EcsFlat[name].allowed_values) {
    console.log(name + "=" + value.name, "allowed", (value.expected_event_types || []).join(",") || "-");
  }
}
