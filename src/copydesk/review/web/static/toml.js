// The decisions as the file that copydesk keeps them in.

const HEAD = "# What was decided about copydesk's changes and suggestions.\n";

// Characters that one cannot see; those that TOML forbids are among them.
const HIDDEN = /(?! )[\x7f-\x9f\p{Cf}\p{Z}\p{Cs}\p{Co}\p{Cn}]/gu;

// `made` holds pairs of a finding and the decision about it.
export function toml(made) {
  return [HEAD, ...made.map(([finding, decision]) => entry(finding, decision))].join("\n");
}

function entry(finding, { verdict, text, reason, everywhere }) {
  const isEdit = verdict === "edit"; // which takes the place of all that lies between the parts
  const parts = isEdit ? [[finding.before, finding.after]] : finding.parts;
  const lines = [
    ["rules", finding.rules],
    ["before", oneOrList(parts.map(([before]) => before))],
    ["after", oneOrList(parts.map(([, after]) => after))],
    ["left", everywhere ? "" : finding.left],
    ["right", everywhere ? "" : finding.right],
    ["phrase", !everywhere && finding.phrase.some(Boolean) && finding.phrase],
    ["everywhere", everywhere],
    ["verdict", verdict],
    ["text", isEdit && text],
    ["reason", reason],
  ];
  const needed = ["rules", "before", "after", "verdict", ...(isEdit ? ["text"] : [])];
  const shown = lines.filter(([key, value]) => value || needed.includes(key));
  return `[[decision]]\n${shown.map(([key, value]) => `${key} = ${written(value)}\n`).join("")}`;
}

const oneOrList = (parts) => (parts.length === 1 ? parts[0] : parts);

function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value === "boolean") return String(value);
  const escape = (c) => `\\U${c.codePointAt(0).toString(16).toUpperCase().padStart(8, "0")}`;
  return JSON.stringify(value).replace(HIDDEN, escape);
}
