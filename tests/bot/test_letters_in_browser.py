"""Letters as Chromium lays them out, on a phone and on a desk, in light and in dark."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path

import pytest

from bot.letters.samples import samples
from bot.letters.writer import LANGUAGES, TEMPLATES, LetterWriter
from bot.programme import Programme

# Runs inside each letter: how wide it is, and for all its words the contrast with what lies behind them (WCAG 2, 1.4.3).
MEASURE = """
<script>
addEventListener('load', () => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const luminance = c => rgb(c).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => {
    const ground = e ? getComputedStyle(e).backgroundColor : 'rgb(255, 255, 255)';
    return (rgb(ground)[3] ?? 1) > 0 ? ground : behind(e.parentElement); };
  const found = [...document.querySelectorAll('iframe')].map(frame => {
    const inner = frame.contentDocument;
    const worded = [...inner.querySelectorAll('body *')]
      .filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()));
    const contrasts = worded.map(e => {
      const [a, b] = [luminance(getComputedStyle(e).color), luminance(behind(e))].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05); });
    return {name: frame.title, asked: frame.clientWidth, wide: inner.documentElement.scrollWidth,
      contrast: Math.min(...contrasts), smallest: Math.min(...worded.map(e => parseFloat(getComputedStyle(e).fontSize)))};
  });
  document.body.textContent = JSON.stringify(found);
});
</script>
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is here; apt-get install chromium to run this test")
    return program


@pytest.fixture(scope="module")
def page(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All letters in frames of a phone's and a desk's width."""
    writer = LetterWriter(programme)
    frames = []
    for template in TEMPLATES:
        for language in LANGUAGES:
            html = writer.write(template, language, samples(programme, template, language)[0]).html
            frames += [
                f'<iframe title="{template} {language}" style="border:0;width:{width}px" srcdoc="{escape(html)}"></iframe>'
                for width in (360, 1200)
            ]
    path = tmp_path_factory.mktemp("letters") / "letters.html"
    path.write_text(f'<!doctype html><meta charset="utf-8">{MEASURE}<body>{"".join(frames)}', "utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_fit_a_phone_and_stand_out_from_their_ground(chromium: str, page: Path, scheme: str) -> None:
    """No letter is wider than 360 px, none has words under 14 px or a contrast below 4.5 to 1."""
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={page.parent / scheme}"]
    dark = ["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []
    done = subprocess.run(
        [*command, *dark, "--dump-dom", page.as_uri()], check=True, capture_output=True, text=True, timeout=120
    )
    body = re.search(r"<body[^>]*>(.*)</body>", done.stdout, re.DOTALL)
    assert body is not None
    measured = json.loads(unescape(body[1]))
    assert len(measured) == 4 * len(TEMPLATES)
    assert {frame["asked"] for frame in measured} == {360, 1200}
    for frame in measured:
        assert frame["wide"] <= frame["asked"], frame
        assert frame["contrast"] >= 4.5, frame
        assert frame["smallest"] >= 14, frame
