"""Vietnamese text as it was typed before Unicode, for old fonts."""

from __future__ import annotations

_UNICODE = "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđĂÂÊÔƠƯĐ"
_TCVN3 = "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉËÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\xadøõö÷ùýúûüþ®¡¢£¤¥¦§"
_VNI = (
    "aù aø aû aõ aï aê aé aè aú aü aë aâ aá aà aå aã aä eù eø eû eõ eï eâ eá eà eå eã eä í ì æ ó ò où oø oû oõ oï "
    "oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï uù uø uû uõ uï ö öù öø öû öõ öï yù yø yû yõ î ñ AÊ AÂ EÂ OÂ Ô Ö Ñ"
)
_TO_TCVN3 = str.maketrans(_UNICODE, _TCVN3)
_TO_VNI = str.maketrans(dict(zip(_UNICODE, _VNI.split(), strict=True)))


def tcvn3(text: str) -> str:
    """Return the Vietnamese letters of ``text`` as TCVN3 (ABC) has them, seen in another font."""
    return text.translate(_TO_TCVN3)


def vni(text: str) -> str:
    """Return the Vietnamese letters of ``text`` as VNI Windows has them, seen in another font."""
    return text.translate(_TO_VNI)
