"""What other languages do to a page: words 40 % longer, and writing from right to left."""

from playwright.sync_api import Page as Tab

LONGER = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode);
  for (const text of texts) {
    if (text.parentElement.closest("script, style, svg, code, textarea")) continue;
    text.data = text.data.replace(/\\p{L}{4,}/gu, (word) =>
      word + word.slice(0, Math.ceil(word.length * 0.4)).toLowerCase());
  }
}"""
TURNED = "() => { document.documentElement.dir = 'rtl'; }"
BACK = "() => { document.documentElement.dir = 'ltr'; }"
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDEST = """() => {
  const out = [...document.body.querySelectorAll("*")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && box.right > document.documentElement.clientWidth
      && !one.closest(".table-wrap, svg");
  });
  const last = out.at(-1);
  return last ? `${last.localName}.${last.className}: ${last.textContent.trim().slice(0, 40)}` : "";
}"""
SIDES = """() => {
  const middle = (one) => {
    const box = one.getBoundingClientRect();
    return box.width ? box.left + box.width / 2 : null;
  };
  return [".strip .now", ".leave", ".brand", ".deck .brand"].map((where) => {
    const one = document.querySelector(where);
    return one && middle(one);
  });
}"""


def faults(tab: Tab) -> list[str]:
    """What goes wrong with the page that is open, turned and lengthened."""
    found = []
    before = tab.evaluate(SIDES)
    tab.evaluate(TURNED)
    if (over := tab.evaluate(WIDE)) > 0:
        found.append(f"right to left: {over} px too wide")
    width = tab.evaluate("() => document.documentElement.clientWidth")
    for left, right in zip(before, tab.evaluate(SIDES), strict=True):
        if left is not None and abs(width - left - right) > 2:
            found.append(f"right to left: what stood at {left:.0f} px stands at {right:.0f}")
    tab.evaluate(BACK)
    tab.evaluate(LONGER)
    if (over := tab.evaluate(WIDE)) > 0:
        found.append(f"words 40 % longer: {over} px too wide, by {tab.evaluate(WIDEST)}")
    return found
