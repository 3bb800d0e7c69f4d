#!/usr/bin/env python3
"""Writes pages.txt and letters.txt, the tables by which the encoding of a text is guessed.

    make_tables.py MODELS

MODELS is a folder with the language models of lingua, version 1.1, one folder per language as in their crates
(https://crates.io/crates/lingua-german-language-model and so on; Apache-2.0). Only their frequencies of letters and of
pairs of letters are used. The code pages come from Python's own codecs. Needs Python 3.11, brotli and
opencc-python-reimplemented.
"""

import json
import math
import pathlib
import sys

import brotli
import opencc

HERE = pathlib.Path(__file__).parent

PAGES = {
    "windows-1252": "cp1252", "windows-1250": "cp1250", "windows-1251": "cp1251", "windows-1253": "cp1253",
    "windows-1254": "cp1254", "windows-1255": "cp1255", "windows-1256": "cp1256", "windows-1257": "cp1257",
    "windows-1258": "cp1258", "windows-874": "cp874",
    "ISO-8859-2": "iso8859_2", "ISO-8859-3": "iso8859_3", "ISO-8859-4": "iso8859_4", "ISO-8859-5": "iso8859_5",
    "ISO-8859-6": "iso8859_6", "ISO-8859-7": "iso8859_7", "ISO-8859-8": "iso8859_8", "ISO-8859-10": "iso8859_10",
    "ISO-8859-13": "iso8859_13", "ISO-8859-14": "iso8859_14", "ISO-8859-15": "iso8859_15",
    "ISO-8859-16": "iso8859_16", "KOI8-R": "koi8_r", "KOI8-U": "koi8_u", "KZ-1048": "kz1048",
    "Mac Roman": "mac_roman", "Mac Cyrillic": "mac_cyrillic", "Mac Central European": "mac_latin2",
    "Mac Greek": "mac_greek", "Mac Turkish": "mac_turkish", "Mac Icelandic": "mac_iceland",
    "Mac Croatian": "mac_croatian", "Mac Romanian": "mac_romanian", "Mac Arabic": "mac_arabic",
    "IBM437": "cp437", "IBM720": "cp720", "IBM737": "cp737", "IBM775": "cp775", "IBM850": "cp850",
    "IBM852": "cp852", "IBM855": "cp855", "IBM857": "cp857", "IBM858": "cp858", "IBM860": "cp860",
    "IBM861": "cp861", "IBM862": "cp862", "IBM863": "cp863", "IBM865": "cp865", "IBM866": "cp866",
    "IBM869": "cp869", "IBM1125": "cp1125",
}

LANGUAGES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "portuguese": "pt", "italian": "it",
    "dutch": "nl", "danish": "da", "bokmal": "nb", "swedish": "sv", "finnish": "fi", "icelandic": "is",
    "estonian": "et", "latvian": "lv", "lithuanian": "lt", "polish": "pl", "czech": "cs", "slovak": "sk",
    "hungarian": "hu", "slovene": "sl", "croatian": "hr", "romanian": "ro", "albanian": "sq", "turkish": "tr",
    "azerbaijani": "az", "catalan": "ca", "basque": "eu", "irish": "ga", "welsh": "cy", "esperanto": "eo",
    "vietnamese": "vi", "russian": "ru", "ukrainian": "uk", "belarusian": "be", "bulgarian": "bg",
    "serbian": "sr", "macedonian": "mk", "kazakh": "kk", "greek": "el", "arabic": "ar", "persian": "fa",
    "urdu": "ur", "hebrew": "he", "thai": "th",
}

# Texts of the web that were read in the wrong page have left letters that these languages do not have.
ALPHABETS = {
    "ro": ("cp1250", "ăâîşţ"), "tr": ("cp1254", "çğıöşü"), "az": ("cp1254", "çğıöşü"), "pl": ("cp1250", "ąćęłńóśźż"),
    "cs": ("cp1250", "áčďéěíňóřšťúůýž"), "sk": ("cp1250", "áäčďéíĺľňóôŕšťúýž"), "hu": ("cp1250", "áéíóöőúüű"),
    "sl": ("cp1250", "čšž"), "hr": ("cp1250", "čćđšž"), "lt": ("cp1257", "ąčęėįšųūž"), "lv": ("cp1257", "āčēģīķļņšūž"),
    "et": ("cp1257", "äöõüšž"), "sq": ("cp1252", "çë"),
}

N_RANKED = {"zh": 3000, "zh-Hant": 3000, "ja": 2400, "ko": 1300}


def page(codec):
    """The characters of the bytes 0x80 to 0xFF; U+FFFD stands for none."""
    chars = []
    for byte in range(0x80, 0x100):
        try:
            char = bytes([byte]).decode(codec)
        except UnicodeDecodeError:
            char = "\ufffd"
        chars.append("\ufffd" if "\x7f" <= char < "\xa0" else char)
    # Ukrainian KOI8 is used with the Belarusian letter as well.
    return "".join(chars).replace("╝", "ў").replace("╬", "Ў") if codec == "koi8_u" else "".join(chars)


def frequencies(models, language, kind):
    packed = (models / f"lingua-{language}-language-model" / "models" / f"{kind}.json.br").read_bytes()
    found = {}
    for fraction, ngrams in json.loads(brotli.decompress(packed))["ngrams"].items():
        above, below = fraction.split("/")
        found.update(dict.fromkeys(ngrams.split(), int(above) / int(below)))
    return found


def cost(share):
    """A share as a character: the third of a bit that it is worth, counted from “!”."""
    return chr(33 + min(90, round(-math.log2(share) * 3)))


def misread(code):
    """The letters that come of reading this language's own in windows-1252."""
    page, alphabet = ALPHABETS.get(code, ("cp1252", ""))
    found = {letter.encode(page).decode("cp1252", "replace").lower() for letter in alphabet}
    return found - set(alphabet)


def letters(models, language, code):
    wrong = misread(code)
    shares = frequencies(models, language, "unigrams").items()
    single = {letter: share for letter, share in shares if share > 3e-6 and letter not in wrong}
    lines = ["".join(letter + cost(share) for letter, share in sorted(single.items(), key=lambda item: -item[1]))]
    pairs = {}
    for pair, share in frequencies(models, language, "bigrams").items():
        if len(pair) == 2 and pair[0] in single and pair[1] in single and share > 0.002:
            pairs.setdefault(pair[0], []).append((share, pair[1]))
    for first in single:
        if first in pairs:
            lines.append(first + "".join(second + cost(share) for share, second in sorted(pairs[first], reverse=True)))
    return lines


def ranked(models, language):
    shares = frequencies(models, language, "unigrams")
    return [letter for letter in sorted(shares, key=lambda letter: (-shares[letter], letter)) if ord(letter) > 0x2E7F]


def main():
    models = pathlib.Path(sys.argv[1])
    with open(HERE / "pages.txt", "w", encoding="utf-8", newline="\n") as out:
        for name, codec in PAGES.items():
            out.write(f"{name}\t{page(codec)}\n")
    with open(HERE / "letters.txt", "w", encoding="utf-8", newline="\n") as out:
        for language, code in LANGUAGES.items():
            out.write(f"letters {code}\n" + "".join(line + "\n" for line in letters(models, language, code)))
        chinese = ranked(models, "chinese")
        traditional = opencc.OpenCC("s2t")
        lists = {"zh": chinese, "zh-Hant": list(dict.fromkeys(map(traditional.convert, chinese))),
                 "ja": ranked(models, "japanese"), "ko": ranked(models, "korean")}
        for code, chars in lists.items():
            out.write(f"ranked {code}\n{''.join(chars[:N_RANKED[code]])}\n")


main()
