using System.Globalization;

namespace Referrals.AI.Texts;

/// <summary>
/// The sentences that functions put together for participants, in four languages. Reasons and terms are the SDK's own; here is only what stands around them.
/// Friends and customers are addressed as the texts of the SDK address them.
/// </summary>
internal sealed record ToolTexts
{
    internal required string Language { get; init; }

    internal required string NotTakingPart { get; init; }

    internal required string Code { get; init; }

    internal required string Link { get; init; }

    internal required string Blocked { get; init; }

    internal required string OwnCodeNotUsable { get; init; }

    internal required string Available { get; init; }

    internal required string Pending { get; init; }

    internal required string InPayout { get; init; }

    internal required string Owed { get; init; }

    internal required string NothingEarned { get; init; }

    internal required string NextAvailable { get; init; }

    internal required string Expiring { get; init; }

    internal required string Friends { get; init; }

    internal required string Paused { get; init; }

    internal required string RewardPending { get; init; }

    internal required string RewardPendingUntil { get; init; }

    internal required string RewardChecked { get; init; }

    internal required string RewardCheckedUntil { get; init; }

    internal required string RewardAvailable { get; init; }

    internal required string RewardAvailableUntil { get; init; }

    internal required string RewardPartAvailable { get; init; }

    internal required string RewardUsed { get; init; }

    internal required string RewardTakenBack { get; init; }

    internal required string RewardPartTakenBack { get; init; }

    internal required string RewardExpired { get; init; }

    internal required string RewardsHead { get; init; }

    internal required string RewardsNone { get; init; }

    internal required string OrderUnknown { get; init; }

    internal required string NothingYet { get; init; }

    internal required string OnDay { get; init; }

    internal required string NextWait { get; init; }

    internal required string NextTerms { get; init; }

    internal required string NextShare { get; init; }

    internal required string FriendsHead { get; init; }

    internal required string FriendsNone { get; init; }

    internal required string FriendClicked { get; init; }

    internal required string FriendSignedUp { get; init; }

    internal required string FriendQualified { get; init; }

    internal required string FriendRewarded { get; init; }

    internal required string FriendRefused { get; init; }

    internal required string CodeUsable { get; init; }

    internal required string CodeMistyped { get; init; }

    internal required string CodeNotUsable { get; init; }

    internal static ToolTexts English { get; } = new()
    {
        Language = "en",
        NotTakingPart = "You do not take part in the program yet.",
        Code = "Your code is {0}.",
        Link = "Your link is {0}",
        Blocked = "You cannot invite friends at the moment. Ask our support if you do not know why.",
        OwnCodeNotUsable = "Your link and code cannot be used at the moment.",
        Available = "Available: {0}.",
        Pending = "Pending: {0}.",
        InPayout = "Being paid out: {0}.",
        Owed = "Owed after a refund: {0}.",
        NothingEarned = "You have not earned anything yet.",
        NextAvailable = "The next part becomes available on {0}.",
        Expiring = "{0} expires on {1}.",
        Friends = "Friends who signed up: {0}.",
        Paused = "The program is paused. What you have earned stays yours.",
        RewardPending = "{0} is pending.",
        RewardPendingUntil = "{0} is pending and becomes available on {1}.",
        RewardChecked = "{0} is being checked.",
        RewardCheckedUntil = "{0} is being checked, until {1} at the latest.",
        RewardAvailable = "{0} is available.",
        RewardAvailableUntil = "{0} is available until {1}.",
        RewardPartAvailable = "{0} is still available out of {1}.",
        RewardUsed = "{0} was used or paid out.",
        RewardTakenBack = "{0} was taken back.",
        RewardPartTakenBack = "{0} of it was taken back.",
        RewardExpired = "{0} expired.",
        RewardsHead = "Your rewards, the latest first:",
        RewardsNone = "You have no rewards yet.",
        OrderUnknown = "There is no such order of yours in the referral program.",
        NothingYet = "There is nothing yet: no reward, and nothing that did not count.",
        OnDay = "{0}: {1}",
        NextWait = "You need not do anything.",
        NextTerms = "The terms of the program say what is needed.",
        NextShare = "Send your link or code to a friend.",
        FriendsHead = "Your friends, the latest first:",
        FriendsNone = "Nobody has used your link or code yet.",
        FriendClicked = "Opened your link.",
        FriendSignedUp = "Signed up. The conditions are not met yet.",
        FriendQualified = "The conditions are met.",
        FriendRewarded = "You were rewarded.",
        FriendRefused = "Did not count.",
        CodeUsable = "This code can be used.",
        CodeMistyped = "This is not a code. Check it for typing errors.",
        CodeNotUsable = "This code cannot be used.",
    };

    private static ToolTexts German { get; } = new()
    {
        Language = "de",
        NotTakingPart = "Du nimmst noch nicht am Programm teil.",
        Code = "Dein Code ist {0}.",
        Link = "Dein Link ist {0}",
        Blocked = "Du kannst derzeit niemanden einladen. Frag unseren Support, wenn du nicht weißt, warum.",
        OwnCodeNotUsable = "Dein Link und dein Code können derzeit nicht verwendet werden.",
        Available = "Verfügbar: {0}.",
        Pending = "Vorgemerkt: {0}.",
        InPayout = "In Auszahlung: {0}.",
        Owed = "Offen nach einer Rückgabe: {0}.",
        NothingEarned = "Du hast noch nichts verdient.",
        NextAvailable = "Der nächste Teil ist ab {0} verfügbar.",
        Expiring = "{0} verfallen am {1}.",
        Friends = "Angemeldete Freunde: {0}.",
        Paused = "Das Programm ist unterbrochen. Was du verdient hast, bleibt dein.",
        RewardPending = "{0} sind vorgemerkt.",
        RewardPendingUntil = "{0} sind vorgemerkt und ab {1} verfügbar.",
        RewardChecked = "{0} werden geprüft.",
        RewardCheckedUntil = "{0} werden geprüft, längstens bis {1}.",
        RewardAvailable = "{0} sind verfügbar.",
        RewardAvailableUntil = "{0} sind bis {1} verfügbar.",
        RewardPartAvailable = "{0} von {1} sind noch verfügbar.",
        RewardUsed = "{0} wurden verwendet oder ausgezahlt.",
        RewardTakenBack = "{0} wurden zurückgenommen.",
        RewardPartTakenBack = "{0} davon wurden zurückgenommen.",
        RewardExpired = "{0} sind verfallen.",
        RewardsHead = "Deine Belohnungen, die neuesten zuerst:",
        RewardsNone = "Du hast noch keine Belohnungen.",
        OrderUnknown = "Im Empfehlungsprogramm gibt es keine solche Bestellung von dir.",
        NothingYet = "Es gibt noch nichts: keine Belohnung und nichts, was nicht gezählt hat.",
        OnDay = "{0}: {1}",
        NextWait = "Du musst nichts tun.",
        NextTerms = "In den Bedingungen des Programms steht, was nötig ist.",
        NextShare = "Schick deinen Link oder Code an jemanden, den du kennst.",
        FriendsHead = "Deine Freunde, die neuesten zuerst:",
        FriendsNone = "Noch hat niemand deinen Link oder Code verwendet.",
        FriendClicked = "Hat deinen Link geöffnet.",
        FriendSignedUp = "Hat sich angemeldet. Die Bedingungen sind noch nicht erfüllt.",
        FriendQualified = "Die Bedingungen sind erfüllt.",
        FriendRewarded = "Du hast eine Belohnung erhalten.",
        FriendRefused = "Hat nicht gezählt.",
        CodeUsable = "Dieser Code kann verwendet werden.",
        CodeMistyped = "Das ist kein Code. Prüf ihn auf Tippfehler.",
        CodeNotUsable = "Dieser Code kann nicht verwendet werden.",
    };

    private static ToolTexts French { get; } = new()
    {
        Language = "fr",
        NotTakingPart = "Tu ne participes pas encore au programme.",
        Code = "Ton code est {0}.",
        Link = "Ton lien est {0}",
        Blocked = "Tu ne peux pas inviter d’amis pour le moment. Adresse-toi à notre assistance si tu ne sais pas pourquoi.",
        OwnCodeNotUsable = "Ton lien et ton code ne sont pas utilisables pour le moment.",
        Available = "Disponible : {0}.",
        Pending = "En attente : {0}.",
        InPayout = "En cours de versement : {0}.",
        Owed = "Dû après un remboursement : {0}.",
        NothingEarned = "Tu n’as encore rien gagné.",
        NextAvailable = "La prochaine partie sera disponible le {0}.",
        Expiring = "{0} expirent le {1}.",
        Friends = "Amis inscrits : {0}.",
        Paused = "Le programme est suspendu. Ce que tu as gagné reste à toi.",
        RewardPending = "{0} en attente.",
        RewardPendingUntil = "{0} en attente, disponibles le {1}.",
        RewardChecked = "{0} en cours de vérification.",
        RewardCheckedUntil = "{0} en cours de vérification, jusqu’au {1} au plus tard.",
        RewardAvailable = "{0} disponibles.",
        RewardAvailableUntil = "{0} disponibles jusqu’au {1}.",
        RewardPartAvailable = "{0} encore disponibles sur {1}.",
        RewardUsed = "{0} utilisés ou versés.",
        RewardTakenBack = "{0} repris.",
        RewardPartTakenBack = "{0} en ont été repris.",
        RewardExpired = "{0} expirés.",
        RewardsHead = "Tes récompenses, les plus récentes d’abord :",
        RewardsNone = "Tu n’as pas encore de récompense.",
        OrderUnknown = "Le programme de parrainage ne connaît aucune commande de ce genre à ton nom.",
        NothingYet = "Il n’y a encore rien : ni récompense, ni rien qui n’ait pas compté.",
        OnDay = "{0} : {1}",
        NextWait = "Tu n’as rien à faire.",
        NextTerms = "Les conditions du programme disent ce qu’il faut.",
        NextShare = "Envoie ton lien ou ton code à un ami.",
        FriendsHead = "Tes amis, les plus récents d’abord :",
        FriendsNone = "Personne n’a encore utilisé ton lien ou ton code.",
        FriendClicked = "A ouvert ton lien.",
        FriendSignedUp = "S’est inscrit. Les conditions ne sont pas encore remplies.",
        FriendQualified = "Les conditions sont remplies.",
        FriendRewarded = "Tu as reçu une récompense.",
        FriendRefused = "N’a pas compté.",
        CodeUsable = "Ce code est utilisable.",
        CodeMistyped = "Ce n’est pas un code. Vérifie qu’il n’y a pas de faute de frappe.",
        CodeNotUsable = "Ce code n’est pas utilisable.",
    };

    private static ToolTexts Spanish { get; } = new()
    {
        Language = "es",
        NotTakingPart = "Todavía no participas en el programa.",
        Code = "Tu código es {0}.",
        Link = "Tu enlace es {0}",
        Blocked = "De momento no puedes invitar a nadie. Pregunta a nuestro servicio de atención si no sabes por qué.",
        OwnCodeNotUsable = "Tu enlace y tu código no se pueden usar de momento.",
        Available = "Disponible: {0}.",
        Pending = "Pendiente: {0}.",
        InPayout = "En proceso de pago: {0}.",
        Owed = "Por saldar tras una devolución: {0}.",
        NothingEarned = "Todavía no has ganado nada.",
        NextAvailable = "La próxima parte estará disponible el {0}.",
        Expiring = "{0} caducan el {1}.",
        Friends = "Amigos registrados: {0}.",
        Paused = "El programa está en pausa. Lo que has ganado sigue siendo tuyo.",
        RewardPending = "{0} pendientes.",
        RewardPendingUntil = "{0} pendientes, disponibles el {1}.",
        RewardChecked = "{0} en revisión.",
        RewardCheckedUntil = "{0} en revisión, como máximo hasta el {1}.",
        RewardAvailable = "{0} disponibles.",
        RewardAvailableUntil = "{0} disponibles hasta el {1}.",
        RewardPartAvailable = "{0} todavía disponibles de {1}.",
        RewardUsed = "{0} usados o pagados.",
        RewardTakenBack = "{0} retirados.",
        RewardPartTakenBack = "{0} de ello se retiraron.",
        RewardExpired = "{0} caducados.",
        RewardsHead = "Tus recompensas, las más recientes primero:",
        RewardsNone = "Todavía no tienes recompensas.",
        OrderUnknown = "El programa de referidos no conoce ningún pedido tuyo así.",
        NothingYet = "Todavía no hay nada: ni recompensas ni nada que no contara.",
        OnDay = "{0}: {1}",
        NextWait = "No tienes que hacer nada.",
        NextTerms = "Las condiciones del programa dicen lo que hace falta.",
        NextShare = "Envía tu enlace o tu código a un amigo.",
        FriendsHead = "Tus amigos, los más recientes primero:",
        FriendsNone = "Nadie ha usado todavía tu enlace ni tu código.",
        FriendClicked = "Abrió tu enlace.",
        FriendSignedUp = "Se registró. Las condiciones todavía no se cumplen.",
        FriendQualified = "Las condiciones se cumplen.",
        FriendRewarded = "Recibiste una recompensa.",
        FriendRefused = "No contó.",
        CodeUsable = "Este código se puede usar.",
        CodeMistyped = "Esto no es un código. Comprueba que esté bien escrito.",
        CodeNotUsable = "Este código no se puede usar.",
    };

    internal static IReadOnlyList<ToolTexts> All { get; } = [English, German, French, Spanish];

    internal static ToolTexts For(CultureInfo culture) =>
        All.FirstOrDefault(one => one.Language == culture.TwoLetterISOLanguageName) ?? English;

    internal static string Fill(string text, params object[] values) => string.Format(CultureInfo.InvariantCulture, text, values);
}
