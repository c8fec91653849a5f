#!/usr/bin/env python3
"""Opens the page of a study in headless Chromium, at 1280 and 390 px, light and dark, and uses it as a reader would.

    open_study.py study.html [--pictures FOLDER]

Exits 1 with a line for everything that is not as it should be.
"""
import argparse
import base64
import pathlib
import sys

from open_report import Page, nothing_overflows, problems


def drawn(page, name):
    """How many marks a drawing has, and whether all of them lie in it."""
    return page.run("""
        const svg = document.querySelector(`#${arguments[0]} svg`);
        if (!svg) return [0, true];
        const box = svg.getBoundingClientRect();
        const marks = Array.from(svg.querySelectorAll('circle, path, line, text')).filter(m => !m.closest('.axis'));
        const out = marks.filter(m => { const b = m.getBoundingClientRect();
            return b.left < box.left - 1 || b.right > box.right + 1 || b.top < box.top - 1 || b.bottom > box.bottom + 1; });
        return [marks.length, out.length === 0, out.slice(0, 3).map(m => m.outerHTML.slice(0, 120))];""", name)


def choices(page, name):
    return page.run("""
        const chooser = document.getElementById(`${arguments[0]}-chooser`);
        return chooser ? [chooser.hidden, chooser.querySelectorAll('option').length] : null;""", name)


def choose(page, name, index):
    page.run("""
        const select = document.querySelector(`#${arguments[0]}-chooser select`);
        select.value = arguments[1];
        select.dispatchEvent(new Event('change'));""", name, index)
    page.settle()


def curve_is_right(page):
    """A mark for every specification, sorted, and one below for each of its settings."""
    of = page.run("""
        const study = JSON.parse(document.getElementById('study').textContent);
        const curve = study.multiverse.curves[0];
        return [curve.specifications.filter(s => s.excess !== null).length,
            Object.keys(curve.specifications[0].settings).length,
            curve.specifications.filter(s => s.excess !== null && s.p_value <= .05).length];""")
    marks = page.run("""
        const marks = Array.from(document.querySelectorAll('#curve g.specification'));
        const effect = marks.map(m => +m.querySelector('circle:not(.choice)').getAttribute('cy'));
        return [marks.length, effect.every((y, i) => i === 0 || y <= effect[i - 1] + 1e-9),
            document.querySelectorAll('#curve circle.choice').length,
            document.querySelectorAll('#curve circle.found:not(.choice)').length];""")
    page.check(marks[0] == of[0], f"{marks[0]} marks for {of[0]} specifications")
    page.check(marks[1], "the specifications are not sorted")
    page.check(marks[2] == of[0] * of[1], f"{marks[2]} settings are marked")
    page.check(marks[3] == of[2], f"{marks[3]} of {of[2]} are marked as found")


def use(path, pictures):
    for scheme in ["light", "dark"]:
        for width in [1280, 390]:
            page = Page(path, width, scheme)
            try:
                for name in ["forest", "curve", "power"]:
                    chooser = choices(page, name)
                    if chooser is None:
                        continue
                    for index in range(chooser[1]):
                        choose(page, name, index)
                        count, isInside, out = (drawn(page, name) + [None])[:3]
                        page.check(count > 4, f"#{name} {index} has {count} marks")
                        page.check(isInside, f"#{name} {index} draws beyond its edge: {out}")
                        nothing_overflows(page)
                    page.check(chooser[1] < 2 or not chooser[0], f"no choice of {name}")
                    choose(page, name, 0)
                if page.run("return !!document.getElementById('curve')"):
                    curve_is_right(page)
                colours = page.run("""
                    const style = e => e && getComputedStyle(e);
                    return [style(document.body).backgroundColor, style(document.querySelector('.drawing text')).fill];""")
                page.check(colours[0] != colours[1], f"text and paper are both {colours[0]}")
                page.quiet()
                if pictures:
                    picture = page.driver.execute_cdp_cmd(
                        "Page.captureScreenshot", {"captureBeyondViewport": True})
                    (pictures / f"study-{scheme}-{width}.png").write_bytes(base64.b64decode(picture["data"]))
            finally:
                page.close()
            print(f"{page.name}: used")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page")
    parser.add_argument("--pictures", type=pathlib.Path)
    options = parser.parse_args()
    if not pathlib.Path(options.page).is_file():
        parser.error(f"there is no file {options.page}")
    use(options.page, options.pictures)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
