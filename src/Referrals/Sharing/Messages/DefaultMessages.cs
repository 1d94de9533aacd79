namespace Referrals.Sharing.Messages;

/// <summary>The messages that come with the library.</summary>
internal static class DefaultMessages
{
    internal static void AddTo(ShareMessagesBuilder messages)
    {
        Add(messages, "en", "{reward} for you at {program}", "{referrer} gives you {reward} at {program}: {link}",
            "Hi,\n\nI use {program} and thought you might like it. With my link you get {reward}:\n{link}\n\n{referrer}");
        Add(messages, "de", "{reward} für dich bei {program}", "{referrer} schenkt dir {reward} bei {program}: {link}",
            "Hallo,\n\nich nutze {program} und glaube, das ist auch etwas für dich. Mit meinem Link bekommst du "
            + "{reward}:\n{link}\n\n{referrer}");
        Add(messages, "fr", "{reward} pour toi chez {program}", "{referrer} t’offre {reward} chez {program} : {link}",
            "Bonjour,\n\nj’utilise {program} et je pense que ça te plaira. Avec mon lien, tu reçois {reward} :\n"
            + "{link}\n\n{referrer}");
        Add(messages, "es", "{reward} para ti en {program}", "{referrer} te regala {reward} en {program}: {link}",
            "Hola:\n\nUso {program} y creo que te gustará. Con mi enlace recibes {reward}:\n{link}\n\n{referrer}");
    }

    private static void Add(
        ShareMessagesBuilder messages, string culture, string subject, string text, string letter) => messages
        .Add(ShareChannels.Copy, culture, text)
        .Add(ShareChannels.Email, culture, letter, subject);
}
