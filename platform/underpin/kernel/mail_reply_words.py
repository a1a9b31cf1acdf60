"""The words by which mail programs introduce what they quote, in the languages our clients write.

Data for mail_quotation and mail_reply: each list is one alternation of a regular expression,
matched without case.
"""

WROTE = (
    r"schrieb|geschrieben|a écrit|ha scritto|escribió|escribio|escreveu|skrev|schreef"
    r"|napisał(?:\(a\)|a)?|napisal(?:\(a\)|a)?|napsal(?:\(a\)|a)?|написал(?:\(а\)|а)?|пишет|писал"
    r"|pisze|napísal(?:\(a\)|a)?|napisao(?:/la)?|пише|написав|написа|đã viết|menulis|va escriure"
    r"|kirjutas|rakstīja|rašė|kirjoitti"
    r"|yazdı|şunu yazdı|írta|a scris|έγραψε|כתב|מאת|كتب|写道|寫道|书写|書きました"
    r"|のメール|さんが書きました|님이 작성|작성|napisala|napisao je|menulis|เขียนว่า|نوشت|تمت كتابة"
    r"|napisana przez|napisany przez"
)
ON = (
    r"on|at|le|am|il|el|em|op|den|dnia|w dniu|dne|dňa|pe|på|vào|pada|στις|"
    r"(?:mo|tu|we|th|fr|sa|su)n?[a-z]*,|в|на|于|在|في|בתאריך"
)
FROM = (
    r"from|von|de|da|från|fra|van|od|från|lähettäjä|feladó|kimden|de la|от|από|发件人|寄件者|差出人"
    r"|보낸 사람|من|מאת|від|από|expéditeur|mittente|remitente|remetente|absender|afzender|avsändare"
    r"|afsender|avsender|nadawca|odesílatel|odosielateľ|pošiljatelj|отправитель|відправник|gönderen"
    r"|expeditor|lähettänyt"
)
SUBJECT = (
    r"subject|betreff|objet|oggetto|asunto|assunto|ämne|emne|onderwerp|temat|předmět|predmet|aihe"
    r"|tárgy|konu|subiect|тема|относно|主题|主旨|件名|제목|الموضوع|נושא|θέμα|zadeva"
)
ORIGINAL = (
    r"original message|forwarded message|forwarded by|original appointment"
    r"|ursprüngliche nachricht|original-?nachricht|weitergeleitete nachricht|message d'origine"
    r"|message original|message transféré|mensaje original|mensaje reenviado|mensagem original"
    r"|mensagem encaminhada|messaggio originale|messaggio inoltrato|oorspronkelijk bericht"
    r"|doorgestuurd bericht|ursprungligt meddelande|vidarebefordrat meddelande"
    r"|oprindelig meddelelse|videresendt|opprinnelig melding|wiadomość oryginalna"
    r"|oryginalna wiadomość|przekazana wiadomość|treść przekazanej wiadomości|původní zpráva"
    r"|alkuperäinen viesti|eredeti üzenet|исходное сообщение|пересылаемое сообщение"
    r"|пересланное сообщение|原始邮件|原始郵件|转发的?邮件|轉寄郵件|元のメッセージ|転送メッセージ"
    r"|replied message|回复的原邮件"
    r"|원본 메시지|الرسالة الأصلية|reply message|оригинальное сообщение|оригінальне повідомлення"
    r"|izvorna poruka|αρχικό μήνυμα|mesaj original|orijinal ileti|original"
)
FORWARDED = (
    r"(?:begin|start of) forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)"
    r"|début du message (?:réexpédié|transféré)|inizio (?:del )?messaggio inoltrato"
    r"|inicio del mensaje reenviado|início da mensagem (?:re)?encaminhada"
    r"|begin doorgestuurd bericht|vidarebefordrat (?:brev|mejl|meddelande)"
    r"|start på videresendt (?:melding|besked)|videresendt (?:melding|besked)"
    r"|początek przekazywanej wiadomości|začátek přeposlané zprávy|välitetty viesti alkaa"
    r"|начало переадресованного сообщения|початок пересланого повідомлення"
    r"|továbbított üzenet kezdete|iletilen ileti başlangıcı|开始转发的邮件|開始轉寄郵件"
    r"|転送されたメッセージ|전달된 메시지의 시작|بداية الرسالة المعاد توجيهها"
)
SENT_WITH = (
    r"envoyé|gesendet|verzonden|verstuurd|sendt|skickat|inviato|enviado|enviada|wysłane|wysłano"
    r"|odesláno|odoslané|надіслано|נשלח|gönderildi|trimis|elküldve|στάλθηκε|مرسل|تم الإرسال"
    r"|lähetetty|отправлено|发自|发送|發送|傳送|发出|傳自|送信|보냄|أرسلت|أُرسلت"
)
DEVICE = (
    r"i-?(?:phone|phon|pad)[a-z]{0,3}|i-?pod|android|black-?berry|mobil\w*|phone"
    r"|smart-?phone|cell|galaxy|samsung|huawei|htc|nokia|windows|outlook|yahoo|gmail|proton\w*|handy|tablet|device"
    r"|手机|手機|スマ|яндекс|mail\.ru"
)
GET = (
    r"pobierz|télécharge[rz]|obt(?:ener|enir|er)|scarica|ottieni|descargar|baixar|hämta|hent|stáhnout"
    r"|загрузить|get|获取|下载|取得|download"
)
