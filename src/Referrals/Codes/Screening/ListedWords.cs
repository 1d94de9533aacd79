namespace Referrals.Codes.Screening;

/// <summary>
/// The words that codes avoid unless the host says otherwise: vulgar, hateful and sexual ones, without accents. No word
/// contains another of its own kind.
/// </summary>
internal static class ListedWords
{
    /// <summary>Words that are offensive wherever they stand.</summary>
    private static readonly string[] OffensiveAnywhere =
    [
        // English
        "ARSEHOLE ASSHOLE BASTARD BITCH BLOWJOB BOLLOCK BONER BOOBS CUNT DICKHEAD DILDO DYKE FAGGOT FELCH "
        + "FUCK GANGBANG HANDJOB HARDON HITLER JACKOFF JIGABOO JIZZ KIKE MILF MOTHERF NAZI NIGGA NIGGER ORGASM "
        + "PEDOPHIL PENIS PHUCK PISSED PISSOFF PORN PUSSY RAPIST RETARD SCHLONG SCROTUM SHEMALE SHIT SLUT "
        + "SMEGMA SUCKER TOSSER TRANNY TWAT VAGINA VULVA WANKER WETBACK WHITEPOWER WHORE",
        // German
        "ARSCH FICK FOTZE HURE KANAKE MISSGEBURT MUSCHI NUTTE PIMMEL SCHEISS SCHLAMPE SCHWUCHTEL SIEGHEIL "
        + "TITTE VOTZE WICHSE WIXER",
        // French
        "BATARD BOUGNOUL BRANLEUR CONNARD CONNASSE COUILLE ENCULE ENFOIRE FIOTTE FOUTRE GOUINE MERDE NIQUE "
        + "PETASSE SALOPE YOUPIN",
        // Spanish
        "CABRON CHINGA COJONES GILIPOLLA JODER MARICON MIERDA PENDEJ POLLAS PUTA SUDACA",
        // Portuguese
        "BOCETA BUCETA CAGALHAO CARALHO CUZAO FODER PIROCA PUNHETA SAPATAO XOXOTA",
        // Italian
        "CAZZO COGLIONE FOTTERE FROCIO MIGNOTTA MINCHIA POMPINO PUTTANA SBORRA STRONZ VAFFANCULO ZOCCOLA",
        // Dutch
        "FLIKKER KLOOTZAK NEUKEN PIEMEL TERINGLIJER TYFUSLIJER",
        // Nordic
        "HELVETE HOMOFITTA JAVLAR KNULLA KUKSUG NEEKERI PERKELE RUNKKU VITTU",
        // Slavic
        "BLYAD BLYAT CHUJ DOLBOEB GOVNO HOVNO JEBAC JEBEM KURVA KURWA MUDAK PICKA PIDARAS PIDOR PIZDA PIZDEC "
        + "SPIERDALAJ ZALUPA",
        // Others
        "AMCIK ANANISIK ANJING BHENCHOD CHINPO CHUTIYA GOTVEREN KONTOL MADARCHOD NGENTOT OROSPU PEZEVENK "
        + "PICSA POUTSA SIKERIM SIKTIR YARRAK",
    ];

    /// <summary>
    /// Words that are also part of innocent ones: ASS of CLASS, RAPE of GRAPE. No generated code contains them; in a
    /// code that somebody chose they count only by themselves.
    /// </summary>
    private static readonly string[] OffensiveAlone =
    [
        // English
        "ANAL ANUS ARSE ASS BALLS BOOB BUTT CLIT COCK COON CRAP CUM DAMN DICK DIE FAG FAP FART FCK FUK FUQ "
        + "GIMP GOOK HATE HELL HOE HOMO HORNY JAP JERK JISM KILL KKK KYS LESBO MUFF NEGRO NIG NUDE ORGY PAKI "
        + "PECKER PEDO PEE PISS POO POOP PRICK PUBE PUKE RAPE SCAT SCUM SEMEN SEX SKANK SLAVE SMUT SPERM SPIC "
        + "SPUNK STFU SUCK TARD TIT TURD WANK WOG WTF XXX",
        // German
        "BUMSEN DEPP DRECK FOTZ FUT HODEN KACKE KOTZE NEGER PENNER PISSE SAU SCHWANZ SCHWUL SPAST TUNTE WICHS",
        // French
        "BAISE BITE BRANLE CHATTE CHIE CHIER CON CUL NEGRE PEDALE PEDE POUFFE PUTE TEUB ZIZI",
        // Spanish
        "CACA CAGAR CHOCHO COJER CONO CULO FOLLAR MAMADA MARICA NALGAS PENE PICHA POLLA PUTO TETA TETAS VERGA "
        + "ZORRA",
        // Portuguese
        "BOSTA BROCHE CORNO FODA MACACO PAU PICA PORRA ROLA VADIA VEADO VIADO XOTA",
        // Italian
        "CAGARE FICA FIGA PALLE SCOPARE TERRONE TROIA",
        // Dutch
        "HOER KANKER KONT KUT LUL NEUK PIJP POEP REET RUKKER SLET TIETEN",
        // Nordic
        "DRITT FAEN FITTA FITTE HORA HORE KNULL KUK LORT PERSE PIK PILLU RUNK RUVA SATAN SKIT",
        // Slavic
        "BLAD CIPA CYCKI DUPA HUJ HUY JEBA KOKOT KUNDA KURAC PEDER PIDAR PRDEL SRAC SRAT SUKA SYKA XUI XUY "
        + "YEBA ZOPA",
        // Others
        "AMK BABI BAKA FASZ GANDU GECI IBNE KAHPE KUSO LONTE LUND MALAKA MANKO MEMEK MUIE PIC PUKI PULA PUNCI "
        + "RANDI SEGG",
    ];

    /// <summary>The words, in capital letters, and whether they are offensive wherever they stand.</summary>
    internal static IReadOnlyList<ListedWord> All { get; } =
    [
        .. Split(OffensiveAnywhere).Select(word => new ListedWord(word, IsAnywhere: true)),
        .. Split(OffensiveAlone).Select(word => new ListedWord(word, IsAnywhere: false)),
    ];

    private static IEnumerable<string> Split(string[] lists) => lists.SelectMany(list => list.Split(' '));
}
