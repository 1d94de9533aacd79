namespace Referrals.AspNetCore.Pages;

/// <content>German.</content>
internal sealed partial record PageTexts
{
    internal static PageTexts German { get; } = new()
    {
        Language = "de",
        Culture = "de-DE",
        WelcomeReward = "{0} für dich bei {1}",
        Welcome = "Willkommen bei {0}",
        WelcomeInvited = "Jemand aus deinem Freundeskreis hat dich eingeladen.",
        YourFriendsCode = "Code deiner Einladung",
        SignUp = "Registrieren",
        HaveCode = "Hast du einen Code bekommen?",
        CodeLabel = "Code",
        CodeHint = "Groß- und Kleinschreibung, Leerzeichen und Bindestriche spielen keine Rolle.",
        CodeApply = "Code verwenden",
        CodeWrong = "Dieser Code funktioniert nicht. Prüfe ihn auf Tippfehler.",
        CodeTooOften = "Das waren zu viele Versuche. Warte eine Minute und versuche es noch einmal.",
        FormExpired = "Diese Seite war zu lange offen. Sende sie noch einmal ab.",
        Terms = "Bedingungen",
        Skip = "Zum Inhalt springen",
        SignInFirst = "Melde dich an, um diese Seite zu sehen.",
    };
}
