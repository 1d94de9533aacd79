using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Referrals.AI.Questions;

/// <summary>Which function answers a question, and with which arguments.</summary>
/// <param name="Tool">The name of the function.</param>
/// <param name="Arguments">Its arguments by name; empty for none.</param>
public sealed record MatchedQuestion(string Tool, IReadOnlyDictionary<string, object?> Arguments);

/// <summary>
/// Finds the function for a question by simple rules and without a model: words of the question in English, German, French or Spanish, and what looks like an
/// id of an order or a code. It is for a help page that has to work everywhere, and for tests; what it does not understand, it says so.
/// </summary>
/// <remarks>It is a pure function. Whether somebody may use the function is for <see cref="ReferralTools.Find"/> to say.</remarks>
/// <example><code>
/// var match = QuestionRules.Match("Why did I get nothing for order L-1002?", forTeam: false);   // explain_my_reward, orderId L-1002
/// </code></example>
public static partial class QuestionRules
{
    private const int MaxLength = 500;

    /// <summary>A rule: all of its groups have to be in the question, each by one of its stems.</summary>
    private sealed record Rule(string Tool, params string[][] Groups);

    private static readonly string[] Why =
    [
        "why", "how come", "missing", "reason", "where is", "where's", "still waiting", "not get", "no reward", "nothing for", "explain",
        "warum", "wieso", "weshalb", "wo ist", "wo bleibt", "fehlt", "keine pramie", "nichts bekommen",
        "pourquoi", "ou est", "raison", "manque", "pas recu", "rien recu", "aucune recompense",
        "por que", "donde esta", "motivo", "falta", "no recibi", "no he recibido", "ninguna recompensa",
    ];

    private static readonly string[] When = ["when", "how long", "wann", "wie lange", "quand", "combien de temps", "cuando", "cuanto tiempo"];

    private static readonly string[] Reward =
    [
        "reward", "bonus", "credit", "earn", "money", "payment", "euros", "eur", "pramie", "belohnung", "bonus", "guthaben", "geld", "verdien",
        "recompense", "prime", "gain", "gagne", "argent", "recompensa", "premio", "dinero", "gan", "bono",
    ];

    private static readonly string[] Order =
        ["order", "purchase", "bought", "bestell", "kauf", "einkauf", "commande", "achat", "achete", "pedido", "compra"];

    private static readonly string[] Friends =
        ["friend", "invited", "referred", "freund", "eingeladen", "geworben", "bekannte", "ami", "invite", "parraine", "filleul", "amig", "invitad", "referid"];

    private static readonly string[] Listing =
        ["list", "show", "which", "all my", "history", "overview", "liste", "zeig", "welche", "alle meine", "ubersicht", "montre", "quelles", "toutes", "historique", "muestra", "cuales", "todas", "historial"];

    private static readonly string[] Terms =
    [
        "how does", "how do i", "how it works", "terms", "condition", "rules", "what do i get", "what does my friend get", "minimum", "limit", "eligible", "requirement",
        "wie funktioniert", "bedingung", "regeln", "was bekomm", "mindest", "voraussetzung", "grenze",
        "comment marche", "comment ca marche", "comment fonctionne", "conditions", "regles", "qu'est-ce que je recois", "que recoit", "montant minimum", "plafond",
        "como funciona", "condiciones", "reglas", "que recib", "que gano", "minimo", "requisitos", "limite",
    ];

    private static readonly string[] Invitee =
        ["my friend get", "friend gets", "as a friend", "invited friend", "was invited", "mein freund", "freundin bekomm", "freund bekomm", "mon ami", "que recoit", "mi amigo", "amigo recib", "amiga recib"];

    private static readonly string[] Status =
    [
        "my link", "my code", "balance", "how much", "available", "payout", "expire", "how many", "status",
        "mein link", "mein code", "meinen link", "meinen code", "guthaben", "kontostand", "wie viel", "wieviel", "verfugbar", "verfall", "wie viele", "auszahl",
        "mon lien", "mon code", "solde", "combien", "disponible", "expire",
        "mi enlace", "mi codigo", "saldo", "cuanto", "disponible", "caduca", "cuantos",
    ];

    private static readonly string[] Works =
        ["work", "valid", "use", "check", "accepted", "gultig", "funktionier", "pruf", "geht", "verwend", "valable", "valide", "marche", "utilis", "verifi", "valido", "funciona", "usar", "sirve", "comprueba"];

    private static readonly string[] Code = ["code", "link", "lien", "codigo", "enlace"];

    /// <summary>The first that fits answers, so the more special ones come first.</summary>
    private static readonly Rule[] OfParticipants =
    [
        new("list_my_rewards", Listing, Reward),
        new("list_my_friends", Listing, Friends),
        new("list_my_friends", ["did my friend", "has my friend", "have my friends", "my friends", "who signed up", "who used", "meine freunde", "hat mein freund", "haben meine", "wer hat", "mes amis", "mon ami s", "qui s'est inscrit", "qui a utilise", "mis amigos", "quien se registr", "quien ha usado"]),
        new("explain_my_reward", Why, Reward),
        new("explain_my_reward", Why, Order),
        new("explain_my_reward", Why, Friends),
        new("explain_my_reward", When, Reward),
        new("get_my_referral_status", Status),
        new("get_program_terms", Terms),
        new("get_my_referral_status", Code),
        new("explain_my_reward", Why),
        new("explain_my_reward", Reward),
        new("explain_my_reward", When),
    ];

    private static readonly Rule[] OfTeam =
    [
        new("list_held_referrals", ["held", "waiting", "review", "decision", "pending"], ["referral"]),
        new("list_rewards_in_review", ["held", "waiting", "review", "decision", "pending"], ["reward"]),
        new("define_kpis", ["define", "definition", "mean", "calculated", "computed", "what is"], ["kpi", "_"]),
        new("get_kpis", ["kpi", "conversion rate", "participation", "how did the program do", "revenue", "roi", "cac"]),
        new("review_program", ["review", "risk", "check", "weak", "wrong with"], ["program", "rules"]),
        new("get_program_rules", ["program", "rules"], ["json", "rules", "configur", "setting"]),
        new("get_program_terms", ["terms", "promise", "conditions"]),
        new("find_code_owner", ["whose", "owner", "belongs", "who has"], ["code", "link"]),
        new("get_customer_statement", ["statement", "account", "ledger", "booking"]),
        new("list_customer_rewards", ["rewards"], ["of", "customer", "does"]),
        new("explain_order", ["order", "purchase"]),
        new("explain_missing_reward", ["missing", "no reward", "why", "where is", "chain"]),
        new("get_customer", ["who is", "customer", "tell me about", "overview"]),
    ];

    /// <summary>The function for a question; <c>null</c> where the rules do not understand it.</summary>
    /// <param name="question">The question; may come from anybody, and is read up to 500 characters.</param>
    /// <param name="forTeam">Whether somebody of the team asks, in English, about customers and the program; otherwise a participant about themselves.</param>
    public static MatchedQuestion? Match(string question, bool forTeam)
    {
        ArgumentNullException.ThrowIfNull(question);
        var original = question.Length > MaxLength ? question[..MaxLength] : question;
        var words = Folded(original);
        return forTeam ? OfTheTeam(original, words) : OfAParticipant(original, words);
    }

    private static MatchedQuestion? OfAParticipant(string original, string words)
    {
        // A code that somebody received, not the person's own.
        if (IdAfter(CodeWord(), original) is { } typed && Has(words, Works) && Has(words, Code))
        {
            return Of("check_code", ("code", typed));
        }

        if (LinkIn().Match(original) is { Success: true } link && Has(words, Works))
        {
            return Of("check_code", ("code", link.Value));
        }

        if (OrderIn(original) is { } order)
        {
            return Of("explain_my_reward", ("orderId", order));
        }

        return Array.Find(OfParticipants, rule => Array.TrueForAll(rule.Groups, group => Has(words, group))) switch
        {
            null => null,
            { Tool: "get_program_terms" } => Of("get_program_terms", ("reader", Has(words, Invitee) ? "referee" : "referrer")),
            var rule => Of(rule.Tool),
        };
    }

    private static MatchedQuestion? OfTheTeam(string original, string words)
    {
        if (Array.Find(OfTeam, rule => Array.TrueForAll(rule.Groups, group => Has(words, group))) is not { } found)
        {
            return null;
        }

        switch (found.Tool)
        {
            case "get_kpis":
                var days = DayIn().Matches(original);
                return days.Count == 2 ? Of("get_kpis", ("from", days[0].Value), ("until", days[1].Value)) : null;
            case "define_kpis":
                var names = KpiName().Matches(original).Select(static match => match.Value)
                    .Where(static name => Kpis.KpiCatalogue.Find(name) is not null).ToArray();
                return names.Length == 0 ? Of("define_kpis") : new MatchedQuestion("define_kpis", new Dictionary<string, object?> { ["names"] = names });
            case "find_code_owner":
                return IdAfter(CodeWord(), original) is { } code ? Of("find_code_owner", ("code", code)) : null;
            case "explain_order":
                return OrderIn(original) is { } order ? Of("explain_order", ("orderId", order)) : null;
            case "get_customer" or "explain_missing_reward" or "list_customer_rewards" or "get_customer_statement":
                return IdAfter(CustomerWord(), original) is { } customer ? Of(found.Tool, ("customerId", customer)) : null;
            default:
                return Of(found.Tool);
        }
    }

    private static MatchedQuestion Of(string tool, params (string Name, string Value)[] arguments) =>
        new(tool, arguments.ToDictionary(static one => one.Name, static one => (object?)one.Value, StringComparer.Ordinal));

    /// <summary>A stem has to begin a word, except one that holds an apostrophe or a blank and so stands for itself.</summary>
    private static bool Has(string words, string[] stems) => Array.Exists(
        stems, stem => words.Contains(" " + stem, StringComparison.Ordinal) || (stem == "_" && words.Contains('_', StringComparison.Ordinal)));

    /// <summary>Lower case, without accents and punctuation, one blank between words and one before the first.</summary>
    private static string Folded(string text)
    {
        var folded = new StringBuilder(" ");
        foreach (var c in text.Replace('’', '\'').Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            var kept = char.IsLetterOrDigit(c) || c is '\'' or '_' or '-' ? char.ToLowerInvariant(c) : ' ';
            if (kept != ' ' || folded[^1] != ' ')
            {
                _ = folded.Append(kept);
            }
        }

        return folded.ToString();
    }

    /// <summary>What follows a word for an order, or stands alone and looks like an id: letters, digits and a dash or a number sign, with a digit.</summary>
    private static string? OrderIn(string text) => IdAfter(OrderWord(), text) is { } named && named.Any(char.IsAsciiDigit) ? named
        : OrderLike().Match(text) is { Success: true } match ? match.Value.TrimStart('#') : null;

    private static string? IdAfter(Regex word, string text) => word.Match(text) is { Success: true } match
        && match.Groups["id"].Value.TrimEnd('.', ',', '?', '!', ':') is { Length: > 0 and <= 256 } id ? id.TrimStart('#') : null;

    [GeneratedRegex(@"\b(?:order|bestellung|commande|pedido|einkauf|kauf|purchase|compra|achat)s?\s+(?:number\s+|no\.?\s+|nr\.?\s+|nummer\s+|num\u00e9ro\s+|n\u00famero\s+|n\u00ba\s*|n\u00b0\s*)?(?<id>#?[\w][\w\-./]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex OrderWord();

    [GeneratedRegex(@"(?<![\w\-/.])(?:#\w[\w\-]*\d[\w\-]*|[A-Za-z]{1,6}-\d[\w\-]*)(?![\w/])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex OrderLike();

    [GeneratedRegex(@"\b(?:code|link|c\u00f3digo|codigo|lien|enlace)\s+(?<id>(?=[\w-]*\d|[A-Z-]{4,}\b)[\w][\w-]{3,})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex CodeWord();

    [GeneratedRegex(@"https?://\S{1,300}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex LinkIn();

    [GeneratedRegex(@"\b(?:customer|for|of|about|does|did|is)\s+(?:customer\s+)?(?<id>(?!customer\b|the\b|a\b|an\b|this\b|my\b)[\w][\w\-.@]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex CustomerWord();

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex DayIn();

    [GeneratedRegex(@"\b\w+_\w+\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex KpiName();
}
