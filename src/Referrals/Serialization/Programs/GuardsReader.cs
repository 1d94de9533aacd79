using System.Globalization;

namespace Referrals.Serialization;

/// <summary>Reads what keeps wrong referrals out.</summary>
internal static class GuardsReader
{
    internal static GuardPolicy Read(GuardsDocument? document, DocumentReader reader)
    {
        if (document is null)
        {
            return GuardPolicy.None;
        }

        var guards = new List<Guard>();
        for (var i = 0; i < document.Checks?.Count; i++)
        {
            if (GuardReader.Read(document.Checks[i], string.Create(CultureInfo.InvariantCulture, $"$.guards.checks[{i}]"), reader) is { } guard)
            {
                guards.Add(guard);
            }
        }

        return new GuardPolicy
        {
            GuardList = guards.ToValueList(),
            Score = Score(document.Score, reader),
            LateAfter = reader.Period(document.LateAfter, "$.guards.lateAfter"),
            Review = LifeReader.Review(document.Review, "$.guards.review", reader),
        };
    }

    private static GuardScore? Score(ScoreDocument? document, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        const string hold = "$.guards.score.holdAt";
        const string refuse = "$.guards.score.refuseAt";
        var score = new GuardScore(Threshold(document.HoldAt, hold), Threshold(document.RefuseAt, refuse), document.OnlyByScore ?? false);
        return reader.Reported(hold) || reader.Reported(refuse) ? null : score;

        int? Threshold(int? value, string path) =>
            value is { } points && reader.InRange(points, 1, GuardPolicy.MaxGuards * Guard.MaxPoints, path) ? points : null;
    }
}

/// <summary>Reads one guard.</summary>
internal static class GuardReader
{
    internal static Guard? Read(GuardDocument document, string path, DocumentReader reader)
    {
        if (document.Guard is null)
        {
            reader.Missing($"{path}.guard", "the name of a guard such as sameEmail");
            return null;
        }

        var members = reader.Name(document.Guard, [.. GuardNames.Guards.Select(static guard => (guard.Name, (string[]?)guard.Members))], null, $"{path}.guard");
        if (members is null)
        {
            return null;
        }

        foreach (var (name, _) in Given(document).Where(member => member.IsGiven && !members.Contains(member.Name)))
        {
            reader.Report(
                ProgramCodes.NotHere,
                $"{path}.{name}",
                members.Length == 0
                    ? $"A guard {document.Guard} does not accept '{name}'; leave it out."
                    : $"A guard {document.Guard} does not accept '{name}', but {string.Join(", ", members)}.");
        }

        if (Of(document, path, reader) is not { } guard)
        {
            return null;
        }

        guard = guard with { Action = reader.Name(document.Action, GuardNames.Actions, guard.Action, $"{path}.action") };
        return document.Points is { } points && reader.InRange(points, 0, Guard.MaxPoints, $"{path}.points") ? guard.Scoring(points) : guard;
    }

    private static (string Name, bool IsGiven)[] Given(GuardDocument document) =>
    [
        ("among", document.Among is not null),
        ("signal", document.Signal is not null),
        ("limit", document.Limit is not null),
        ("within", document.Within is not null),
        ("domains", document.Domains is not null),
        ("list", document.List is not null),
        ("events", document.Events is not null),
        ("guests", document.Guests is not null),
        ("name", document.Name is not null),
        ("with", document.With is not null),
        ("attribute", document.Attribute is not null),
        ("values", document.Values is not null),
        ("customers", document.Customers is not null),
    ];

    private static Guard? Of(GuardDocument document, string path, DocumentReader reader) => document.Guard switch
    {
        GuardNames.Missing => Signal(document, path, reader) is { } kind ? Guard.Missing(kind) : null,
        GuardNames.ExistingCustomer => Events(document, path, reader) is { } events
            ? document.Guests is null ? Guard.ExistingCustomer(events)
                : reader.Period(document.Guests, $"{path}.guests") is { } guests ? Guard.ExistingCustomer(guests, events) : null
            : null,
        GuardNames.AlreadyReferred => Guard.AlreadyReferred(),
        GuardNames.ReferralAfterOrder => Events(document, path, reader) is { } events ? Guard.ReferralAfterOrder(events) : null,
        GuardNames.ReferralsPerReferrer => Limit(document, path, reader) is { } limit && Within(document, path, reader) is { } within
            ? Guard.ReferralsPerReferrer(limit, within)
            : null,
        GuardNames.CustomersPerSignal => PerSignal(document, path, reader),
        GuardNames.BlockedDomains => Domains(document, path, reader),
        GuardNames.DisposableDomains => Domains(document, path, reader),
        GuardNames.Custom when document.Name is null => Unnamed(path, reader),
        GuardNames.Custom => reader.Text(document.Name, $"{path}.name") is { } name
            ? Guard.Custom(name, document.With?.Parameters ?? RuleParameters.None)
            : null,
        GuardNames.BlockedSource => Source(document, path, reader),
        GuardNames.BannedReferrers => Banned(document.Customers, $"{path}.customers", reader),
        var shared => Shared(shared!, reader.Name(document.Among, GuardNames.Scopes, default, $"{path}.among")),
    };

    private static Guard Shared(string name, SignalScope among)
    {
        var (kind, action) = GuardNames.Shared.First(entry => entry.Name == name).Value;
        return Guard.Signal(kind, among, action);
    }

    private static Guard? PerSignal(GuardDocument document, string path, DocumentReader reader)
    {
        var kind = Signal(document, path, reader);
        var limit = Limit(document, path, reader);
        return Within(document, path, reader) is { } within && kind is { } signal && limit is { } most
            ? Guard.CustomersPerSignal(signal, most, within)
            : null;
    }

    private static SignalKind? Signal(GuardDocument document, string path, DocumentReader reader)
    {
        if (document.Signal is null)
        {
            reader.Missing($"{path}.signal", "email, phone, payment, device or address");
        }

        return reader.Name(
            document.Signal, [.. GuardNames.Signals.Select(static entry => (entry.Name, (SignalKind?)entry.Value))], null, $"{path}.signal");
    }

    private static int? Limit(GuardDocument document, string path, DocumentReader reader)
    {
        if (document.Limit is not { } limit)
        {
            reader.Missing($"{path}.limit", $"how many are usual, up to {SignalHistory.MaxLimit}");
            return null;
        }

        return reader.InRange(limit, 1, SignalHistory.MaxLimit, $"{path}.limit") ? limit : null;
    }

    private static TimePeriod? Within(GuardDocument document, string path, DocumentReader reader)
    {
        if (document.Within is null)
        {
            reader.Missing($"{path}.within", "a window such as { \"days\": 1 }");
        }

        return reader.Period(document.Within, $"{path}.within");
    }

    private static Guard? Domains(GuardDocument document, string path, DocumentReader reader)
    {
        var disposable = document.Guard == GuardNames.DisposableDomains;
        if ((document.Domains is null) == (document.List is null))
        {
            reader.Report(ProgramCodes.OneOf, path, "Write either domains, an array, or list, the name of a list that the host registers.");
            return null;
        }

        if (document.List is not null)
        {
            return reader.Text(document.List, $"{path}.list") is { } list ? disposable ? Guard.DisposableDomainsIn(list) : Guard.BlockedDomainsIn(list) : null;
        }

        var domains = Valid(
            document.Domains!, EmailDomainGuard.MaxDomains, static text => EmailText.DomainPattern(text) is not null, "domain such as example.com", $"{path}.domains", reader);
        return domains is null ? null : disposable ? Guard.DisposableDomains(domains) : Guard.BlockedDomains(domains);
    }

    private static List<string>? Events(GuardDocument document, string path, DocumentReader reader) => document.Events is null
        ? []
        : Valid(
            document.Events,
            OrderGuard.MaxEvents,
            static text => text is { Length: > 0 and <= InputText.MaxLength } && !string.IsNullOrWhiteSpace(text),
            "name of an event such as purchase",
            $"{path}.events",
            reader);

    private static Guard? Source(GuardDocument document, string path, DocumentReader reader)
    {
        if (document.Attribute is null)
        {
            reader.Missing($"{path}.attribute", "the name of an attribute of touches such as host");
            return null;
        }

        var values = document.Values is null ? [] : Valid(
            document.Values, BlockedSourceGuard.MaxValues, static text => BlockedSourceGuard.Pattern(text) is not null, "source such as *.coupons.example", $"{path}.values", reader);
        return reader.Text(document.Attribute, $"{path}.attribute") is { } attribute && values is not null ? Guard.BlockedSource(attribute, values) : null;
    }

    private static Guard? Unnamed(string path, DocumentReader reader)
    {
        reader.Missing($"{path}.name", "the name under which the guard is registered");
        return null;
    }

    private static Guard? Banned(List<string>? customers, string path, DocumentReader reader)
    {
        if (customers is null)
        {
            reader.Missing(path, "an array of customers");
            return null;
        }

        return Valid(customers, BannedReferrersGuard.MaxCustomers, static text => CustomerId.TryFrom(text, out _), "customer's id", path, reader) is { } valid
            ? Guard.BannedReferrers(valid.Select(CustomerId.From))
            : null;
    }

    private static List<string>? Valid(List<string> texts, int most, Func<string, bool> isValid, string what, string path, DocumentReader reader)
    {
        if (!reader.InRange(texts.Count, 1, most, path))
        {
            return null;
        }

        var valid = true;
        for (var i = 0; i < texts.Count; i++)
        {
            if (!isValid(texts[i]))
            {
                valid = false;
                reader.Report(ProgramCodes.InvalidValue, $"{path}[{i}]", $"'{texts[i]}' is not a valid {what}.");
            }
        }

        return valid ? texts : null;
    }
}

/// <summary>The names that guards and their values have in JSON.</summary>
internal static class GuardNames
{
    internal const string Missing = "missing";
    internal const string ExistingCustomer = "existingCustomer";
    internal const string AlreadyReferred = "alreadyReferred";
    internal const string ReferralAfterOrder = "referralAfterOrder";
    internal const string ReferralsPerReferrer = "referralsPerReferrer";
    internal const string CustomersPerSignal = "customersPerSignal";
    internal const string BlockedDomains = "blockedDomains";
    internal const string DisposableDomains = "disposableDomains";
    internal const string BlockedSource = "blockedSource";
    internal const string Custom = "custom";
    internal const string BannedReferrers = "bannedReferrers";

    /// <summary>The guards that compare signals, each with its kind and its usual action.</summary>
    internal static readonly (string Name, (SignalKind Kind, GuardAction Action) Value)[] Shared =
    [
        ("sameEmail", (SignalKind.Email, GuardAction.Refuse)),
        ("samePhone", (SignalKind.Phone, GuardAction.Refuse)),
        ("sharedPayment", (SignalKind.Payment, GuardAction.Hold)),
        ("sharedDevice", (SignalKind.Device, GuardAction.Hold)),
        ("sharedAddress", (SignalKind.Address, GuardAction.Allow)),
    ];

    /// <summary>Every guard with the members that belong to it; <c>guard</c>, <c>action</c> and <c>points</c> belong to all.</summary>
    internal static readonly (string Name, string[] Members)[] Guards =
    [
        .. Shared.Select(static entry => (entry.Name, Members: new[] { "among" })),
        (Missing, ["signal"]),
        (ExistingCustomer, ["events", "guests"]),
        (AlreadyReferred, []),
        (ReferralAfterOrder, ["events"]),
        (ReferralsPerReferrer, ["limit", "within"]),
        (CustomersPerSignal, ["signal", "limit", "within"]),
        (BlockedDomains, ["domains", "list"]),
        (DisposableDomains, ["domains", "list"]),
        (BannedReferrers, ["customers"]),
        (Custom, ["name", "with"]),
        (BlockedSource, ["attribute", "values"]),
    ];

    internal static readonly (string Name, SignalKind Value)[] Signals =
    [
        ("email", SignalKind.Email),
        ("phone", SignalKind.Phone),
        ("payment", SignalKind.Payment),
        ("device", SignalKind.Device),
        ("address", SignalKind.Address),
    ];

    internal static readonly (string Name, SignalScope Value)[] Scopes =
        [("referrer", SignalScope.Referrer), ("referees", SignalScope.Referees), ("program", SignalScope.Program)];

    internal static readonly (string Name, GuardAction Value)[] Actions =
        [("allow", GuardAction.Allow), ("hold", GuardAction.Hold), ("refuse", GuardAction.Refuse)];
}
