using Referrals.Sharing;

namespace Referrals.AspNetCore.Pages;

/// <summary>What participants send, in the first person: they send it themselves, from their own mail or telephone.</summary>
internal static class ShareTexts
{
    /// <summary>For a program that gives friends one amount.</summary>
    internal static ShareMessages WithReward { get; } = ShareMessages.Create(static m => m
        .Add(ShareChannels.Copy, "en", "With my link you get {reward} at {program}: {link}")
        .Add(ShareChannels.Copy, "de", "Mit meinem Link bekommst du {reward} bei {program}: {link}")
        .Add(ShareChannels.Copy, "fr", "Avec mon lien, tu reçois {reward} chez {program} : {link}")
        .Add(ShareChannels.Copy, "es", "Con mi enlace recibes {reward} en {program}: {link}")
        .Add(ShareChannels.Email, "en", "Hi,\n\nwith my link you get {reward} at {program}:\n{link}\n\nOr use the code {code}.", "{reward} for you at {program}")
        .Add(ShareChannels.Email, "de", "Hallo,\n\nmit meinem Link bekommst du {reward} bei {program}:\n{link}\n\nOder nimm den Code {code}.", "{reward} für dich bei {program}")
        .Add(ShareChannels.Email, "fr", "Bonjour,\n\navec mon lien, tu reçois {reward} chez {program} :\n{link}\n\nOu utilise le code {code}.", "{reward} pour toi chez {program}")
        .Add(ShareChannels.Email, "es", "Hola:\n\nCon mi enlace recibes {reward} en {program}:\n{link}\n\nO usa el código {code}.", "{reward} para ti en {program}"));

    /// <summary>For any other program: the page behind the link says what there is.</summary>
    internal static ShareMessages Plain { get; } = ShareMessages.Create(static m => m
        .Add(ShareChannels.Copy, "en", "I use {program}. With my link you can try it too: {link}")
        .Add(ShareChannels.Copy, "de", "Ich nutze {program}. Mit meinem Link kannst du es auch ausprobieren: {link}")
        .Add(ShareChannels.Copy, "fr", "J’utilise {program}. Avec mon lien, tu peux l’essayer aussi : {link}")
        .Add(ShareChannels.Copy, "es", "Uso {program}. Con mi enlace también puedes probarlo: {link}")
        .Add(ShareChannels.Email, "en", "Hi,\n\nI use {program}. With my link you can try it too:\n{link}\n\nOr use the code {code}.", "{program}")
        .Add(ShareChannels.Email, "de", "Hallo,\n\nich nutze {program}. Mit meinem Link kannst du es auch ausprobieren:\n{link}\n\nOder nimm den Code {code}.", "{program}")
        .Add(ShareChannels.Email, "fr", "Bonjour,\n\nj’utilise {program}. Avec mon lien, tu peux l’essayer aussi :\n{link}\n\nOu utilise le code {code}.", "{program}")
        .Add(ShareChannels.Email, "es", "Hola:\n\nUso {program}. Con mi enlace también puedes probarlo:\n{link}\n\nO usa el código {code}.", "{program}"));
}
