"""Three plain words as a password for who has no idea of one. Pure but for the chance that draws them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from app.people.passwords import MIN_LENGTH

NUMBER_OF_WORDS = 3
_LIST = """
anh bac bai bang banh bao bap bat bay ben bep bich bien bieu bim binh boi bong boong bot buc buoc buong but buu
cam can cang canh cao cat cau cay chai cham chan chanh chao chau chay che cheo chep chia chieng chieu chin chinh
choi chom chon chong chu chua chuc chum chung chuoi chuon chuong chuot chuyen coc coi com con cong cua cui cung
cuoc cuoi cuon dan dang danh dao day den deu dia dinh doan doc doi don dong dua duc dung duoc duoi duong gach
gang ganh gao gap gat gau gia giac giai giang giao giat giay gieng gieo gio gioi giong giuong giup goc goi gom
gon gong gua gung guoc guong hai hanh hat hau hay hen heo hep hien hieu hinh hoa hoai hoan hoang hoat hoc hoe
hong hop huan hue huong huu huyen kem ken kenh keo kep ket keu khach khai khan khang khanh khao khat khay khe
khen kheo kho khoai khoan khoanh khoe khoi khop khuc khuon khuya khuyen kich kiem kien kieng kieu kim kin kinh
lac lach lai lam lan lang lanh lap lat lau lay len leo lich lien lieng liep lieu linh loa loai loc loi lop lua
luan luat luc luoc luon luong luu luy mach mai mam man mang manh mao mau men meo mia mien mieng minh mit moc mon
mot mua muc mui muoi muon muong nam nang nanh nao nau nem nen nep ngach ngam ngan ngang ngat ngay nghe nghi
nghiem ngo ngoai ngoc ngoi ngon ngong nguoc nguoi nguon nguyen nha nhac nhan nhanh nhat nhau nhay nhe nhien
nhieu nhin nhip nho nhoc nhom nhuom nhuong nia niem noi non nong nuoc nuoi nuong oanh ong phai phao phap phat
phen phich phien phieu phim phin pho phoi phong phu phuc phun phung phuong qua quan quang quanh quat quay quen
quet quoc quoi quy quyen quyet quyt ram rang rao rau ray ren reo reu rieng rieu rinh roi rom rong rua ruc rung
ruoc ruoi ruong sac sach sam san sang sao sap sau sen sieng sieu sim sinh soan soat soc soi som son song sua
suoi suon tach tai tam tan tau tay ten thac thach tham than thang thanh thao thau thay theo thep theu thia thich
thien thieu thit tho thoa thoai thoang thom thon thong thuan thuc thung thuoc thuong thuy thuyen tia tich tiec
tiem tien tieng tiep tim tin tinh toa toan toc toi tom ton tong trac trai tram tran trang tranh trao trau tre
treo tri trien trieu tro troi tron trong trua truc trung truoc truong tua tuan tui tung tuoc tuoi tuong tuyen
tuyet vach van vang vao vat vay ven vet vien viet vinh vit voi vong vua vui vun vung vuon vuong xach xam xanh
xay xeo xep xich xien xinh xoai xoan xoay xoi xom xong xua xuan xuat xung xuoi xuong yem yen yeu
"""
WORDS = tuple(_LIST.split())
"""Short words of everyday Vietnamese as one types them without tones, and none that one would rather not say aloud.

Three of 501 are one of 125 million possibilities: see docs/security.md.
"""


def suggested_password(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return three different words, each drawn by chance, that are long enough for a password."""
    words: list[str] = []
    while len(words) < NUMBER_OF_WORDS or len(" ".join(words)) < MIN_LENGTH:
        drawn = choose(WORDS)
        # Too short together, they are drawn anew; a word that comes twice makes a password easy to guess.
        words = [] if len(words) == NUMBER_OF_WORDS else words if drawn in words else [*words, drawn]
    return " ".join(words)


def suggestion_again(shown: str) -> str:
    """Return the password that was suggested before, or another one when ``shown`` is none of ours."""
    words = shown.split()
    is_ours = len(set(words)) == len(words) == NUMBER_OF_WORDS and set(words) <= set(WORDS)
    return " ".join(words) if is_ours else suggested_password()
