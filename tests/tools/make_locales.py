#!/usr/bin/env python3
"""Writes trees of translation files for benchmarks: DIRECTORY json|yaml. The same bytes every time.

json: 60 locales with 10 namespaces each, 600 files, 12 MB; yaml: 110 locales in one file each, 13 MB.
"""
import json
import os
import random
import sys

LOCALES = """en af am ar az be bg bn bs ca cs cy da de el eo es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk
km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn or pa pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zh zu de-AT
de-CH en-GB en-US en-AU en-CA en-IN es-AR es-MX es-CL es-CO es-PE es-VE fr-BE fr-CA fr-CH pt-BR pt-PT zh-CN zh-TW zh-HK nl-BE
it-CH sr-Latn ar-EG ar-MA bn-IN fa-AF sw-KE ur-IN ta-LK en-NZ en-IE en-ZA es-US hi-IN ms-SG""".split()
WORDS = """account address allow before browser button cancel change choose click close column comment confirm connect copy
create current customer default delete device dialog disable document download edit email empty enable enter error every
expire export failed field file filter folder format group header history image import invalid invite item language limit
link list loading login manage member message missing month name network notice number open option order owner page password
payment permission phone please preview print private profile project public publish query reason receive recent refresh
remove rename report request require reset restore result review save search section select send server session setting
share start status storage submit success support switch system table team template text theme time title token total
unknown update upload user value verify version view visible warning window without workspace""".split()
FOREIGN = {"ru": "абвгдежзиклмнопрстуфхцчшщ", "uk": "абвгдежзиклмнопрстуфхцч", "be": "абвгдежзіклмнопрсту", "bg": "абвгдежзиклмнопрс",
           "el": "αβγδεζηθικλμνξοπρστυφχψω", "ar": "ابتثجحخدذرزسشصضطظعغ", "he": "אבגדהוזחטיכלמנסעפצקרשת", "hi": "कखगघचछजझटठडढतथदधनपफबभम",
           "ja": "日本語設定変更確認削除追加", "zh": "中文设置更改确认删除添加", "ko": "한국어설정변경확인삭제추가", "th": "กขคฆงจฉชซฌญฎฏ"}


def translated(text, locale):
    letters = FOREIGN.get(locale.split("-")[0], "abcdefghijklmnopqrstuvwxyzäöüéñç")
    out, inside = [], 0
    for index, char in enumerate(text):
        inside += (char in "{<") - (char in "}>")
        out.append(letters[(ord(char) * 7 + index) % len(letters)] if char.isalpha() and inside <= 0 else char)
    return "".join(out)


def source(rng, leaves, yaml):
    def text():
        words = [rng.choice(WORDS) for _ in range(rng.randint(2, 9))]
        if rng.random() < 0.2:
            words.insert(rng.randrange(len(words)), "%{name}" if yaml else "{{name}}")
        if rng.random() < 0.05:
            words[-1] = "<b>" + words[-1] + "</b>"
        return " ".join(words)

    tree, count = {}, 0
    while count < leaves:
        group = tree.setdefault(rng.choice(WORDS), {}).setdefault(rng.choice(WORDS), {})
        key = rng.choice(WORDS) + "_" + rng.choice(WORDS)
        if key in group:
            continue
        if rng.random() < 0.04:
            number = "%{count}" if yaml else "{{count}}"
            group[key] = dict.fromkeys(["one", "other"], number + " " + text())
        else:
            group[key] = text()
        count += 1
    return tree


def translate(tree, locale, forms):
    if isinstance(tree, str):
        return translated(tree, locale)
    if set(tree) == {"one", "other"}:
        return {form: translated(tree["other"], locale) for form in forms}
    return {key: translate(value, locale, forms) for key, value in tree.items()}


FORMS = {"ru": ["one", "few", "many", "other"], "uk": ["one", "few", "many", "other"], "pl": ["one", "few", "many", "other"], "be": ["one", "few", "many", "other"],
         "ar": ["zero", "one", "two", "few", "many", "other"], "cy": ["zero", "one", "two", "few", "many", "other"], "ga": ["one", "two", "few", "many", "other"],
         "cs": ["one", "few", "other"], "sk": ["one", "few", "other"], "lt": ["one", "few", "other"], "bs": ["one", "few", "other"], "hr": ["one", "few", "other"], "sr": ["one", "few", "other"], "ro": ["one", "few", "other"],
         "sl": ["one", "two", "few", "other"], "he": ["one", "two", "other"], "lv": ["zero", "one", "other"]}
OTHER = "id ja km ko lo ms my th vi zh".split()


def forms_of(locale):
    language = locale.split("-")[0]
    return ["other"] if language in OTHER else FORMS.get(language, ["one", "other"])


def dump_yaml(tree, out, indent):
    for key, value in tree.items():
        if isinstance(value, str):
            quoted = '"' + value.replace('"', '\\"') + '"' if any(c in value for c in "%{}<>:#") else value
            out.append("  " * indent + key + ": " + quoted)
        else:
            out.append("  " * indent + key + ":")
            dump_yaml(value, out, indent + 1)


def main():
    directory, kind = sys.argv[1:]
    rng = random.Random(7)
    if kind == "json":
        trees = [source(rng, 180, False) for _ in range(10)]
        for locale in LOCALES[:60]:
            os.makedirs(os.path.join(directory, locale), exist_ok=True)
            for number, tree in enumerate(trees):
                with open(os.path.join(directory, locale, "part%d.json" % number), "w", encoding="utf-8") as file:
                    json.dump(tree if locale == "en" else translate(tree, locale, forms_of(locale)), file, ensure_ascii=False, indent=2)
                    file.write("\n")
        return
    os.makedirs(directory, exist_ok=True)
    tree = source(rng, 1350, True)
    for locale in LOCALES[:110]:
        out = ["---", locale + ":"]
        dump_yaml(tree if locale == "en" else translate(tree, locale, forms_of(locale)), out, 1)
        with open(os.path.join(directory, locale + ".yml"), "w", encoding="utf-8") as file:
            file.write("\n".join(out) + "\n")


main()
