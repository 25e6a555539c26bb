"""Mails that people (and their absence notes) write without documents, by what they are. All persons are invented."""

from __future__ import annotations

from parsers.mail_kind import MailKind

WITHDRAWAL = (
    'Labdien!\n\nAr nožēlu informējam, ka mūsu komanda atsauc pieteikumu "Zaļā laboratorija".\n\nAr cieņu\nAnna',
    "Labdien,\n\nlūdzu, anulējiet mūsu pieteikumu, jo projekta vadītāja dodas bērna kopšanas atvaļinājumā.\n\nJānis",
    "Sveiki! Diemžēl nevarēsim piedalīties programmā, jo fakultātei mainījušās prioritātes. Paldies par sapratni!",
    "Labdien! Pēc pārrunām ar dekānu esam nolēmuši šogad nepiedalīties. Paldies!",
    "Mēs izstājamies no konkursa.",
    "Atsaku dalību. Lūdzu atsaukt pieteikumu IIP-2023-0004.",
    "Pieteikumu IIP-2023-0003 lūdzam neizskatīt.",
    "Vēlamies atsaukt savu pieteikumu, jo divi dalībnieki ir aizgājuši no darba.",
    "Informējam par pieteikuma atsaukšanu.",
    "Dear organisers,\n\nWe regret to inform you that we are withdrawing our application.\n\nBest regards",
    "Hello, unfortunately we will not be able to take part in the programme this year.",
    "Please withdraw our application IIP-2023-0002. Thank you!",
    "Could you please withdraw our application?",
    "We have decided not to participate after all.",
    "Our team can no longer participate, please remove our application from the list.",
    "Please consider our application withdrawn.",
    "Labdien! Atsaucam.\n\nP.S. Paldies par darbu!",
    "Musu komanda diemzel atsauc pieteikumu.",
    "Diemžēl mums nāksies atteikties no dalības programmā.",
    "Sakarā ar rektora lēmumu komanda savu dalību programmā pārtrauc.",
    "Labdien! Raksta RTU komanda. Diemžēl esam spiesti paziņot, ka no dalības programmā atsakāmies.",
    "Vēlos atsaukt komandas pieteikumu, kuru iesniedzām 3. aprīlī. Ceram piedalīties nākamgad!",
    "Labdien, komandas vārdā paziņoju, ka neturpināsim dalību atlasē.",
    "Sveicināti! Lūgums svītrot mūsu komandu no pretendentu saraksta.",
    "Dekāns deleģējumu neparakstīs, tāpēc pieteikumu atsaucam.",
    "Mūsu pieteikums vairs nav aktuāls, lūdzu to nevērtēt.",
    "Diemžēl mēs tomēr šogad nestartēsim.",
    "Labvakar! Komanda ir izjukusi, tādēļ pieteikumu noņemam.",
    "I am writing to inform you that our team withdraws from the programme.",
    "Due to lack of time we are pulling out.",
    "Please cancel our application.",
    "We would like to withdraw. Sorry for the inconvenience.",
    "Unfortunately we have to retract our proposal 'Bedside scorecard'.",
    "Kindly disregard our application as the project lead has left the university.",
    "We won't be taking part this year, sorry.",
    "After careful consideration the faculty has decided against participating.",
    "Atsaucu pieteikumu. Vai varat apstiprināt, ka saņēmāt?",
    "Izskatās, ka mums jāatsakās no dalības. Lūdzu, dzēsiet pieteikumu.",
    "Lūdzam uzskatīt mūsu pieteikumu par atsauktu.",
)

QUESTION = (
    "Vai varam atsaukt pieteikumu līdz 20. aprīlim?",
    "Ko darīt, ja mums nāksies atsaukt pieteikumu?",
    "What happens if we need to withdraw our application?",
    "Is it possible to withdraw the application after the deadline",
    "Kā var atsaukt pieteikumu, ja kāds saslimst? Pagaidām neatsaucam.",
    "Labdien!\n\nGribētu noskaidrot, vai komandā var būt doktorants.\n\nAr cieņu\nIlze Kalniņa",
    'Labdien! Lūdzu, paskaidrojiet, kas jāraksta laukā "Potenciālie partneri".',
    "Labdien, vai drīkst iesniegt angļu valodā",
    "Cik cilvēku var būt komandā",
    "Man ir jautājums par termiņiem.",
    "Sveiki! Interesējos par programmu un vizīti Bostonā. Kur var atrast nolikumu?",
    "Mums nav skaidrs, kurš paraksta deleģējumu: dekāns vai rektors.",
    "Hello, I was wondering whether a postdoc may join the team.",
    "Could you tell us who has to sign the delegation letter.",
    "Please clarify the eligibility of doctoral students.",
    "Can our partner from industry go to Boston at their own cost?",
    "Vai vakar nosūtīto anketu saņēmāt?",
    "Lūdzu, atsūtiet anketas veidlapu Word formātā.",
    "Vai anketu jāsūta pielikumā vai ar saiti?",
    "Labdien!\n\nEs raksta no LU. Lūgums precizēt, vai vizītes izmaksās ietilpst viesnīca.\n\nPaldies!",
    "Do we need to translate the letter into English",
    "Nolikuma 2. pielikumā minēts, ka jābūt 3 dalībniekiem. Vai var būt 2?",
    "Labdien! Vai deleģējumu var parakstīt arī prorektors?",
    "Labdien! Esam RSU komanda un domājam pieteikties. Cik dalībnieku drīkst braukt uz Bostonu?",
    "Vai ir iespējams pieteikumu atsaukt un iesniegt no jauna?",
    "Sakiet, lūdzu, līdz cikiem jāiesniedz.",
    "Lūdzu pasakiet, vai pieteikums jāiesniedz latviski.",
    "Būšu pateicīga par skaidrojumu, kā aizpildīt izmaksu lauku.",
    "Nevaru saprast, vai izmaksās jāiekļauj PVN.",
    "Labdien! Kāda ir maksimālā projekta summa?",
    "Labdien, vai mēs varam mainīt komandas dalībnieku pēc iesniegšanas. Paldies jau iepriekš.",
    "Vai mūsu pieteikums ir saņemts?",
    "Good morning, is the form available in English?",
    "We are not sure if a college can be a partner. Please advise.",
    "What is the deadline for the delegation letter",
    "I'd like to ask about the MIT visit dates.",
    "Hi! Who signs the delegation letter when the rector is abroad?",
    "Would it be possible to extend the deadline by two days?",
    "Please send me the application form template.",
    "Vai varētu, lūdzu, pagarināt termiņu?",
    "Lūdzam pagarināt iesniegšanas termiņu par divām dienām.",
    "Kam adresēt deleģējuma vēstuli?",
    "Labdien! Rakstu saistībā ar pieteikumu. Vai iespējams iesniegt deleģējumu vēlāk, jo rektors ir komandējumā?",
    "Kur es varu lejupielādēt anketu",
    "Vai pielikumā jāpievieno arī CV?",
    "Should the letter be attached as PDF or edoc?",
    "Izlasīju nolikumu, bet neatradu, kas sedz ceļa izdevumus. Kas tos sedz?",
    "Paldies par atbildi! Un vai doktorants arī drīkst piedalīties?",
)

SUBMISSION = (
    "Labdien! Pielikumā anketa un deleģējums.",
    "Pielikumā anketa. Vai viss kārtībā?",
    "Hi, please find attached our application form.",
    "Sūtu pieteikuma anketu.",
    "Labdien, anketa šeit: https://drive.google.com/file/d/1abcDEFghi/view?usp=sharing",
    "Dear colleagues, our documents are attached.",
    "Nosūtam LBTU komandas pieteikumu dalībai programmā.",
    "Labdien! Pievienoju deleģējuma vēstuli.",
    "Sveiki, iesūtu anketu un vēstuli. Ja kaut kas trūkst, lūdzu, dodiet ziņu!",
    "Labdien! Pievienotajā failā mūsu komandas pieteikums. Jautājumu gadījumā zvaniet 29111222.",
    "Nosūtu izlaboto anketu.",
    "Here is our application, please confirm receipt.",
    "Attached.",
    "Labdien! Dokumentus lūdzu skatīt pielikumā.",
    "Anketa un deleģējums pieejami te: https://1drv.ms/w/s!AbCdEf",
    "Pārsūtu dekāna parakstīto deleģējumu.",
    "Labdien, skatīt pielikumu.",
    "See attachment.",
    "Enclosed please find the signed letter.",
)

OTHER = (
    "Liels paldies!",
    "Paldies, saņēmu!",
    "Ok",
    "Ok, paldies",
    "Thank you!",
    "Thanks a lot, Anna",
    "Paldies par ātro atbildi!\n\nAr cieņu\nAnna",
    "Sapratu, paldies! Jauku dienu!\nJānis",
    "Noted, thanks.",
    "Super, gaidīsim rezultātus!",
    "Paldies Jums!\nAr cieņu, Zane Liepa\nRTU projektu vadītāja",
    "👍",
    "Labdien, Ilze!\n\nPaldies par informāciju!\n\nGunta",
    "Dear Anna,\nthank you very much for your quick reply.\nBest, John",
    "Paldies, viss skaidrs.",
    "Thank you, received.",
    "Sirsnīgi pateicos!",
    "Jauki, paldies, tiekamies konferencē!",
    "Diemžēl nevarēsim piedalīties 15. jūnija seminārā.",
    "Paldies, ļoti noderīgi!",
    "Liels paldies par atsaucību un sapratni!",
    "Labi.",
    "Paldies! 😊",
    "Many thanks for confirming!",
    "Perfect, thank you so much!!",
    "Skaidrs, paldies par skaidrojumu. Lai jauka diena!",
    "Paldies, tā arī darīsim.",
    "Thank you for letting us know.",
    "Great news, thanks!",
    "Ok, nosūtīšu rīt.",
    "Paldies, gaidīsim ziņas pēc 21. aprīļa.",
    "Priecīgas Lieldienas!",
    "Got it. Thanks, Kristīne",
    "Paldies par apstiprinājumu! Deleģējumu atsūtīsim rīt.",
    "Saņemts, paldies.",
    "Thanks!\n\nSent from my iPhone",
    "Liels paldies, Līga!\n\nJānis Ozols\nasoc. prof.\nLatvijas Universitāte",
)

AUTO_REPLY = (
    "Paldies par Jūsu e-pastu! Esmu atvaļinājumā līdz 17. aprīlim. Steidzamos gadījumos zvaniet kolēģei Ilzei, "
    "tālr. 67000000.",
    "I am out of the office until 12 April with limited access to e-mail.",
    "Šobrīd atrodos komandējumā, uz e-pastiem atbildēšu pēc 10. aprīļa.",
    "Labdien! Šī ir automātiska atbilde. Jūsu e-pasts ir saņemts.",
    "Esmu prombūtnē no 03.04. līdz 06.04. Manā prombūtnē lūdzu vērsties pie Jāņa Bērziņa.",
    "Paldies par ziņu! Pašlaik atrodos ārpus biroja un e-pastus nelasu. Atbildēšu 12.04.",
    "Thank you for your message. I am currently on annual leave, returning on 17 April.",
    "Esmu slimības lapā. Steidzamos jautājumos lūdzu sazināties ar dekanātu.",
    "Es būšu komandējumā no 4. līdz 6. aprīlim un varēšu atbildēt ar nokavēšanos.",
    "I will be travelling until Monday and will reply as soon as possible. I'm away from my desk.",
    "Līdz 14.04. esmu atvaļinājumā.",
    "Dear sender, this mailbox is not monitored. This is an automated response.",
)

CASES = tuple(
    (text, kind)
    for kind, texts in (
        (MailKind.WITHDRAWAL, WITHDRAWAL),
        (MailKind.QUESTION, QUESTION),
        (MailKind.SUBMISSION, SUBMISSION),
        (MailKind.OTHER, OTHER),
        (MailKind.AUTO_REPLY, AUTO_REPLY),
    )
    for text in texts
)

WITH_SUBJECT = (
    (
        "Atsaukums",
        "Cienījamie organizatori!\n\nPaldies par iespēju pieteikties. Diemžēl mūsu komandas vadītāja prof. Līga "
        "Saulīte no 1. maija maina darbavietu, un bez viņas projektu īstenot nevaram. Tādēļ ar šo atsaucam "
        'pieteikumu "Digitālais herbārijs" (IIP-2023-0011).\n\nCeram uz sadarbību citreiz.\n\nAr cieņu\nJuris '
        "Apinis",
        MailKind.WITHDRAWAL,
    ),
    (
        "Re: [IIP-2023-0001] Application received",
        "Dear organisers,\n\nthank you for the confirmation. Since then our dean has asked us to concentrate on "
        "another call, so we have to withdraw. Please delete our documents.\n\nKind regards,\nPeter",
        MailKind.WITHDRAWAL,
    ),
    (
        "Par dalību",
        "Labdien!\n\nInformēju, ka RSU komanda dalību programmā neturpinās. Lūdzam mūsu pieteikumu tālāk "
        "nevērtēt.\n\nAr cieņu,\nMāra",
        MailKind.WITHDRAWAL,
    ),
    (
        "Withdrawal",
        "Hello,\n\nwe are withdrawing our application, as two members cannot travel to Boston in August.\n\nThanks "
        "for understanding",
        MailKind.WITHDRAWAL,
    ),
    (
        "Re: Pieteikums saņemts",
        "Labdien!\nPēc apspriešanās ar rektorātu komanda nolēma pieteikumu atsaukt. Atvainojamies par sagādātajām "
        "neērtībām!",
        MailKind.WITHDRAWAL,
    ),
    (
        "Lūgums",
        "Lūdzu izņemt mūsu komandu no konkursa dalībnieku saraksta, jo nevaram izpildīt prasības.",
        MailKind.WITHDRAWAL,
    ),
    (
        "Re: Application received",
        "We regret that we must cancel our participation. Nobody can take over the coordination.",
        MailKind.WITHDRAWAL,
    ),
    (
        "RTU komanda",
        "Diemžēl atsakāmies. Dekāns neatbalsta.",
        MailKind.WITHDRAWAL,
    ),
    (
        "Pieteikums",
        "Sveiki! Mēs šogad tomēr nepiedalīsimies.",
        MailKind.WITHDRAWAL,
    ),
    (
        "Re: IIP",
        "Pieteikumu IIP-2023-0012 atsaucu. Vai kas vēl no manis vajadzīgs?",
        MailKind.WITHDRAWAL,
    ),
    (
        "Par komandas sastāvu",
        "Labdien!\n\nVēlējos pajautāt par komandas sastāvu. Mums ir septiņi interesenti. Nolikumā rakstīts, ka "
        "komandā 3-6 cilvēki.\nVai septītais var piedalīties kā konsultants bez ceļa izdevumu segšanas?\n\nPaldies "
        "jau iepriekš!\nGatis",
        MailKind.QUESTION,
    ),
    (
        "Termiņš",
        "Labdien, nepaspējam dabūt rektora parakstu līdz 20.04. Vai deleģējumu drīkst atsūtīt dažas dienas vēlāk?",
        MailKind.QUESTION,
    ),
    (
        "Boston",
        "Hi, does the programme cover the flights of both visitors, or only the accommodation? Best, Eva",
        MailKind.QUESTION,
    ),
    (
        "Question",
        "Good afternoon,\n\nOur faculty would like to send two teams. Is that allowed, or is there a limit per "
        "university?\n\nRegards\nTom",
        MailKind.QUESTION,
    ),
    (
        "Palīdzība",
        "Sveiki, anketā neatveras 2. lapa, lūdzu palīdziet.",
        MailKind.QUESTION,
    ),
    (
        "Re: Pieteikums saņemts",
        "Paldies! Tikai precizējums: vai ar 'aptuvenās izmaksas' domāts viss projekts vai tikai pirmais gads?",
        MailKind.QUESTION,
    ),
    (
        "Par vīzu",
        "Labdien! Vai ASV vīza katram jākārto pašam? Un kad būs zināmi datumi?",
        MailKind.QUESTION,
    ),
    (
        "",
        "Kad būs rezultāti?",
        MailKind.QUESTION,
    ),
    (
        "Re: rezultāti",
        "Labdien! Gribētos zināt, kad varam gaidīt rezultātus.",
        MailKind.QUESTION,
    ),
    (
        "Konsultācija",
        "Labdien! Vai varētu sazvanīties par projekta ideju? Mans tālr. 29 123 456.",
        MailKind.QUESTION,
    ),
    (
        "Doktoranti",
        "Interesē, vai doktoranti skaitās universitātes darbinieki.",
        MailKind.QUESTION,
    ),
    (
        "Re: Application",
        "I do not understand what 'alignment with the university's strategy' means, could you give an example?",
        MailKind.QUESTION,
    ),
    (
        "letter",
        "Who should the letter be addressed to",
        MailKind.QUESTION,
    ),
    (
        "Anketa",
        "Nevaram atrast anketas veidlapu mājaslapā. Lūdzu, norādiet saiti.",
        MailKind.QUESTION,
    ),
    (
        "Fwd: programma",
        "Labdien! Kolēģe pārsūtīja informāciju par programmu. Vai Liepājas Universitāte arī var pieteikties?",
        MailKind.QUESTION,
    ),
    (
        "Ventspils Augstskola",
        "Labdien! Esam Ventspils Augstskola un vēlamies piedalīties programmā. Kā mēs to varam izdarīt?",
        MailKind.QUESTION,
    ),
    (
        "Late?",
        "Our server was down yesterday evening, so we missed the deadline by two hours. Can we still apply?",
        MailKind.QUESTION,
    ),
    (
        "Lūgums pagarināt termiņu",
        "Sakarā ar rektora prombūtni lūdzam pagarināt deleģējuma iesniegšanas termiņu līdz 24.04.",
        MailKind.QUESTION,
    ),
    (
        "Re: Pieteikums",
        "Vai jums sanāca apskatīt mūsu anketu?",
        MailKind.QUESTION,
    ),
    (
        "pieteikums atsaukšana",
        "Vai pieteikumu pēc iesniegšanas ir iespējams atsaukt, ja komanda izjūk?",
        MailKind.QUESTION,
    ),
    (
        "RTU pieteikums",
        'Labdien! Pielikumā RTU komandas "Viedais kampuss" pieteikums un prorektora deleģējums. Ja nepieciešama '
        "papildu informācija, lūdzu, rakstiet vai zvaniet.\n\nAr cieņu\nSanta Vilka",
        MailKind.SUBMISSION,
    ),
    (
        "Pieteikums programmai",
        "Sveiki, sūtu aizpildītu anketu, deleģējums būs rīt.",
        MailKind.SUBMISSION,
    ),
    (
        "Application",
        "Dear Sir or Madam,\n\nplease find enclosed our application for the Education Innovation Programme. We "
        "look forward to hearing from you.\n\nYours faithfully",
        MailKind.SUBMISSION,
    ),
    (
        "Pieteikums",
        "Labdien!\n\nDokumenti pārāk lieli e-pastam, tāpēc ielikti šeit: https://failiem.lv/u/abc123xyz\n\nZane",
        MailKind.SUBMISSION,
    ),
    (
        "Izlabota anketa",
        "Labdien, pārsūtu izlabotu anketu (mainījās 4. dalībnieka tālrunis).",
        MailKind.SUBMISSION,
    ),
    (
        "Fwd: Deleģējums",
        "Nododu tālāk parakstīto vēstuli.",
        MailKind.SUBMISSION,
    ),
    (
        "Deleģējums",
        "Sveiki! Beidzot arī rektora parakstītais deleģējums. 😊",
        MailKind.SUBMISSION,
    ),
    (
        "Re: Pieteikums saņemts",
        "Labdien! Paldies, esam saņēmuši Jūsu apstiprinājumu. Visu labu!",
        MailKind.OTHER,
    ),
    (
        "Re: Application received",
        "Thank you for the confirmation! Have a great weekend.\n\nPeter Vanags\nLecturer, RTU",
        MailKind.OTHER,
    ),
    (
        "Re: Pieteikums",
        "Paldies! Letter būs otrdien.",
        MailKind.OTHER,
    ),
    (
        "Re: [IIP-2023-0004] Pieteikums saņemts",
        "Ok!",
        MailKind.OTHER,
    ),
    (
        "Re: atbilde",
        "Ļoti pateicamies par izsmeļošo skaidrojumu!",
        MailKind.OTHER,
    ),
    (
        "Re: Application",
        "Received with thanks.",
        MailKind.OTHER,
    ),
    (
        "Re: Pieteikums saņemts",
        "Lieliski!",
        MailKind.OTHER,
    ),
    (
        "Re: Pieteikums saņemts",
        "Paldies par operatīvu rīcību.",
        MailKind.OTHER,
    ),
    (
        "Re: Pieteikums",
        "Paldies, sapratām. Papildināsim un atsūtīsim līdz piektdienai.",
        MailKind.OTHER,
    ),
    (
        "Re: x",
        "Thanks, will do!",
        MailKind.OTHER,
    ),
    (
        "Re: x",
        "Vienkārši paldies 🙏",
        MailKind.OTHER,
    ),
    (
        "Re: Boston",
        "Perfekti, paldies!",
        MailKind.OTHER,
    ),
    (
        "Re: Pieteikums saņemts",
        "Labdien!\n\nPaldies par vēstuli. No 3. līdz 14. aprīlim esmu atvaļinājumā. Steidzamos jautājumos lūdzu "
        "rakstīt studijas@lu.lv.\n\nAr cieņu\nAgris",
        MailKind.AUTO_REPLY,
    ),
    (
        "Prombūtnes paziņojums",
        "Šobrīd neesmu darbā.",
        MailKind.AUTO_REPLY,
    ),
    (
        "Re: Application received",
        "Hello, I'm out of office till Tuesday. For urgent matters contact my colleague.",
        MailKind.AUTO_REPLY,
    ),
    (
        "Automātiskā atbilde",
        "Jūsu vēstule saņemta un tiks reģistrēta lietvedībā.",
        MailKind.AUTO_REPLY,
    ),
    (
        "Re: Pieteikums saņemts",
        "Jūsu ziņojums ir saņemts. Šis ir automātiski ģenerēts paziņojums, lūdzam uz to neatbildēt.",
        MailKind.AUTO_REPLY,
    ),
    (
        "Autoreply",
        "On parental leave until 2024.",
        MailKind.AUTO_REPLY,
    ),
    (
        "Atbilde: Pieteikums saņemts",
        "Atvainojiet, esmu bērna kopšanas atvaļinājumā. Mani aizvieto Ilze Kalna.",
        MailKind.AUTO_REPLY,
    ),
    (
        "Ich bin nicht im Büro",
        "Ich bin ab 12.04. wieder erreichbar.",
        MailKind.AUTO_REPLY,
    ),
    (
        "Re: Pieteikums saņemts",
        "Paldies, Jūsu e-pasts ir saņemts! Atbildi sniegsim 5 darba dienu laikā. LU Studentu serviss",
        MailKind.AUTO_REPLY,
    ),
)
