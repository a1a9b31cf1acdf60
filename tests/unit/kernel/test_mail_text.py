"""Other people's bytes become text that can be stored, whatever they claim to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpin.kernel import mail_text

CHARSETS = [
    None, "", "utf-8", "UTF8", "iso-8859-2", "windows-1250", "KS_C_5601-1987", "gb2312", "big5",
    "iso-2022-jp", "utf-7", "utf-16", "x-unknown", "hex", "rot13", "idna", "punycode",
    "unicode_escape", "undefined", "zlib", '"utf-8"', " utf-8 ", "a\x00b", "utf-8\udcff",
]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "charset", "text"),
    [
        ("zażółć".encode(), "utf-8", "zażółć"),
        ("zażółć".encode("iso-8859-2"), "ISO-8859-2", "zażółć"),
        ("漢字".encode("iso-2022-jp"), "iso-2022-jp", "漢字"),
        ("漢字".encode("gb18030"), "gb2312", "漢字"),
        ("한글".encode("cp949"), "ks_c_5601-1987", "한글"),
        ("“quoted”".encode("cp1252"), "iso-8859-1", "“quoted”"),
        ("zażółć".encode(), "us-ascii", "zażółć"),
        ("zażółć".encode(), "x-nonsense", "zażółć"),
        (b"caf\xe9", None, "café"),
        (b"caf\xe9", "utf-8", "caf\ufffd"),
        (b"\\u0041", "unicode_escape", "\\u0041"),
        (b"616263", "hex", "616263"),
    ],
)
def test_text_is_read_in_the_charset_it_claims_or_in_the_one_it_is(
    raw: bytes, charset: str | None, text: str
) -> None:
    assert mail_text.decode(raw, charset) == text


@given(st.binary(max_size=200), st.sampled_from(CHARSETS) | st.text(max_size=10))
def test_no_bytes_and_no_charset_raise(raw: bytes, charset: str | None) -> None:
    assert isinstance(mail_text.decode(raw, charset), str)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Plain", "Plain"),
        ("=?utf-8?q?za=C5=BC=C3=B3=C5=82=C4=87?=", "zażółć"),
        ("=?UTF-8?B?5ryi5a2X?= and\r\n =?iso-8859-1?q?caf=E9?=", "漢字 and café"),
        ("=?utf-8?q?a=0D=0ABcc:_b?=", "a Bcc: b"),
        ("=?x-unknown?q?abc?=", "abc"),
        ("=?utf-8?b?abcde?=", "=?utf-8?b?abcde?="),
        ("=?utf-8?q?ab?=\r\n =?utf-8?q?cd?=", "abcd"),
        ("a\x00b\x07c\td", "a b c d"),
        ("za\udcc5\udcbc\udcc3\udcb3", "zażó"),
        ("x" * 9000, "x" * 4000),
    ],
)
def test_a_header_is_one_line_with_its_words_decoded(value: str, text: str) -> None:
    assert mail_text.header(value) == text


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_any_header_can_be_stored(value: str) -> None:
    text = mail_text.header(value)

    assert "\x00" not in text
    assert "\n" not in text
    text.encode()


def test_a_block_keeps_its_lines_and_nothing_that_cannot_be_stored() -> None:
    assert mail_text.block("\r\n a  \r\nb\x00\rc\ud83d\n\n") == " a\nb\nc"
