using System.Globalization;

namespace Referrals.Insights.Advocates;

/// <summary>The words of reasons, per language. Features are in the order of <see cref="AdvocateFeature"/>.</summary>
internal sealed record AdvocateWords(string Reason, IReadOnlyList<string> Features)
{
    private static readonly AdvocateWords English = new(
        "{0}: {1} (odds × {2} against the average)",
        ["Days since the last activity", "Days since the sign-up", "Orders", "Spent", "Shares", "Friends so far", "Came by", "Segment"]);

    private static readonly Dictionary<string, AdvocateWords> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = English,
        ["de"] = new(
            "{0}: {1} (Chance × {2} gegenüber dem Durchschnitt)",
            ["Tage seit der letzten Aktivität", "Tage seit der Anmeldung", "Bestellungen", "Ausgaben", "Geteilte Empfehlungen",
                "Bisher geworbene Freunde", "Gekommen über", "Segment"]),
        ["fr"] = new(
            "{0} : {1} (cote × {2} par rapport à la moyenne)",
            ["Jours depuis la dernière activité", "Jours depuis l'inscription", "Commandes", "Dépenses", "Partages",
                "Amis parrainés jusqu'ici", "Venu par", "Segment"]),
        ["es"] = new(
            "{0}: {1} (probabilidad relativa × {2} frente a la media)",
            ["Días desde la última actividad", "Días desde el registro", "Pedidos", "Gasto", "Veces que ha compartido",
                "Amigos invitados hasta ahora", "Llegó por", "Segmento"]),
    };

    public static IReadOnlyCollection<string> Codes => Languages.Keys;

    public static AdvocateWords Of(CultureInfo culture) => Languages.GetValueOrDefault(culture.TwoLetterISOLanguageName, English);
}
