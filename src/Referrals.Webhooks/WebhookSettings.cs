using Referrals.Webhooks.Delivery;

namespace Referrals.Webhooks;

/// <summary>What somebody who wants webhooks says: where to, which ones, and what is in them.</summary>
public sealed class WebhookSettings
{
    /// <summary>The most patterns in <see cref="Types"/>, and the most programs in <see cref="Programs"/>.</summary>
    public const int MaxFilters = 100;

    internal const int MaxUrlLength = 2_000;
    internal const int MaxDescriptionLength = 200;
    internal const int MaxTypeLength = 100;

    /// <summary>
    /// Where webhooks are sent by POST: an absolute <c>https</c> URL without user name and fragment, up to 2,000 characters.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>
    /// Which types of events are sent: a type, such as <c>referrals.conversion.rewarded</c>, or the beginning of types and a star,
    /// such as <c>referrals.conversion.*</c>. The types are <c>referrals.</c> and the code of a decision.
    /// </summary>
    /// <value>The default is empty, which stands for all types. Up to 100.</value>
    public IReadOnlyList<string> Types { get; init => field = [.. value ?? []]; } = [];

    /// <summary>Of which programs events are sent.</summary>
    /// <value>The default is empty, which stands for all programs. Up to 100.</value>
    public IReadOnlyList<ProgramId> Programs { get; init => field = [.. value ?? []]; } = [];

    /// <summary>How much of an event is sent.</summary>
    /// <value>The default is <see cref="WebhookDetail.Thin"/>.</value>
    public WebhookDetail Detail { get; init; } = WebhookDetail.Thin;

    /// <summary>How the body is written.</summary>
    /// <value>The default is <see cref="WebhookFormat.CloudEvents"/>.</value>
    public WebhookFormat Format { get; init; } = WebhookFormat.CloudEvents;

    /// <summary>A note for people, up to 200 characters; may be <c>null</c>.</summary>
    public string? Description { get; init; }

    /// <summary>Whether an event of a program is one of those that are wanted.</summary>
    /// <param name="program">The program of the event.</param>
    /// <param name="type">The type of the event.</param>
    public bool Wants(ProgramId program, string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return (Programs.Count == 0 || Programs.Contains(program)) && (Types.Count == 0 || Types.Any(pattern => Fits(pattern, type)));
    }

    /// <summary>Why the settings cannot be used; <c>null</c> if they can.</summary>
    internal WebhookRefusal? Objection(WebhookOptions options)
    {
        if (WebhookUrl.Objection(Url, options) is { } objection)
        {
            return objection;
        }

        foreach (var pattern in Types)
        {
            if (!IsPattern(pattern))
            {
                return new WebhookRefusal(
                    WebhookRefusalCodes.Type,
                    $"'{Shown(pattern)}' is not a type of events; write one such as referrals.conversion.rewarded or referrals.conversion.*, up to {MaxTypeLength} characters.");
            }
        }

        return this switch
        {
            { Types.Count: > MaxFilters } or { Programs.Count: > MaxFilters } => new WebhookRefusal(
                WebhookRefusalCodes.TooManyFilters,
                $"There are {Types.Count} types and {Programs.Count} programs; up to {MaxFilters} of each can be named. Use a star, or leave the list empty for all."),
            { Description.Length: > MaxDescriptionLength } => new WebhookRefusal(
                WebhookRefusalCodes.Description, $"The description has {Description.Length} characters; it may have {MaxDescriptionLength}."),
            _ when Programs.Any(static program => program.IsDefault) || !Enum.IsDefined(Detail) || !Enum.IsDefined(Format) => new WebhookRefusal(
                WebhookRefusalCodes.Filter, "A program, the detail or the format is not one that exists. Choose one that does."),
            _ => null,
        };
    }

    internal static string Shown(string? text) =>
        text is null ? "" : string.Concat((text.Length > 100 ? text[..100] + "…" : text).Select(static c => char.IsControl(c) ? ' ' : c));

    private static bool Fits(string pattern, string type) => pattern switch
    {
        "*" => true,
        [.., '.', '*'] => type.Length >= pattern.Length && type.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal),
        _ => pattern == type,
    };

    private static bool IsPattern(string? pattern)
    {
        if (pattern is null or { Length: 0 or > MaxTypeLength })
        {
            return false;
        }

        var parts = pattern.Split('.');
        return parts.Select((part, index) => (part, isLast: index == parts.Length - 1)).All(static one =>
            (one.isLast && one.part == "*") || (one.part.Length > 0 && one.part.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')));
    }
}

/// <summary>How much of an event a webhook tells.</summary>
public enum WebhookDetail
{
    /// <summary>
    /// Ids, amounts, times and codes: kinds of facts, customers and referrers by their ids, what each is about, rules and amounts.
    /// Nothing else of a person.
    /// </summary>
    Thin = 0,

    /// <summary>All that the event holds: visitors, segments, margins and survey answers too.</summary>
    Full = 1,
}

/// <summary>How the body of a webhook is written.</summary>
public enum WebhookFormat
{
    /// <summary>
    /// A CloudEvent 1.0 in structured JSON, <c>application/cloudevents+json</c>: the envelope of the event as the outbox keeps it.
    /// </summary>
    CloudEvents = 0,

    /// <summary>
    /// The payload that Standard Webhooks recommends, <c>application/json</c>: <c>type</c>, <c>timestamp</c> and <c>data</c>, in
    /// which the rest stands.
    /// </summary>
    StandardPayload = 1,
}

/// <summary>Why an endpoint was not added or changed.</summary>
/// <param name="Code">A code of <see cref="WebhookRefusalCodes"/>.</param>
/// <param name="Message">What was found, what is needed, and what to do; may be shown to whoever entered it.</param>
public sealed record WebhookRefusal(string Code, string Message);

/// <summary>The codes of refusals.</summary>
public static class WebhookRefusalCodes
{
    /// <summary>The URL cannot be read, is too long, or holds a user name or a fragment.</summary>
    public const string Url = "webhook.url";

    /// <summary>The URL is not <c>https</c>.</summary>
    public const string NotHttps = "webhook.not_https";

    /// <summary>The URL leads into a private network, or to this machine.</summary>
    public const string PrivateAddress = "webhook.private_address";

    /// <summary>A type of events is not one.</summary>
    public const string Type = "webhook.type";

    /// <summary>A program, the detail or the format does not exist.</summary>
    public const string Filter = "webhook.filter";

    /// <summary>More than <see cref="WebhookSettings.MaxFilters"/> types or programs.</summary>
    public const string TooManyFilters = "webhook.too_many_filters";

    /// <summary>The description is too long.</summary>
    public const string Description = "webhook.description";

    /// <summary>There are as many endpoints as <see cref="WebhookOptions.MaxEndpoints"/> lets a tenant have.</summary>
    public const string TooManyEndpoints = "webhook.too_many_endpoints";

    /// <summary>There is no such endpoint, or it belongs to another tenant.</summary>
    public const string NotFound = "webhook.not_found";

    /// <summary>As many secrets as an endpoint can have are valid already.</summary>
    public const string TooManySecrets = "webhook.too_many_secrets";
}
