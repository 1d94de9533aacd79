using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Referrals.Serialization;

namespace Referrals.Operations;

/// <summary>
/// What may stay of a person's segment, attributes and e-mail domain, so that every decision that rests on them comes out the same again: no
/// more than the words that the program itself compares with.
/// </summary>
internal sealed class ProgramWords
{
    /// <summary>Stands in the place of a value of which only that it was there may matter.</summary>
    internal const string Erased = "erased";

    /// <summary>Stands in the place of a domain that no guard lists; no such domain can exist.</summary>
    internal const string Unlisted = "unlisted.invalid";

    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private static readonly ConditionalWeakTable<ReferralDecider, ProgramWords> Known = [];

    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly EmailDomainGuard[] _guards;
    private readonly IGuardBook _domains;

    /// <summary>The words of all versions that a decider knows.</summary>
    internal static ProgramWords Of(ReferralDecider decider) =>
        Known.GetValue(decider, static one => new ProgramWords(one.Programs.All, one.Guards));

    private ProgramWords(IEnumerable<ReferralProgram> versions, IGuardBook domains)
    {
        var all = versions.ToArray();
        foreach (var program in all)
        {
            using var json = JsonDocument.Parse(ProgramJson.Write(program));
            Collect(json.RootElement);
        }

        _guards = [.. all.SelectMany(static program => program.Guards.Guards).OfType<EmailDomainGuard>()];
        _domains = domains;
    }

    /// <summary>What stays of a value; <c>null</c> if nothing does.</summary>
    internal string? Of(string name, string? value)
    {
        if (value is null || _words.Contains(value))
        {
            return value;
        }

        if (!_words.Contains($"referee.{name}") && !_words.Contains($"referrer.{name}"))
        {
            return null;
        }

        // Numbers and times are compared by size, texts by what they contain.
        return decimal.TryParse(value, Plain, CultureInfo.InvariantCulture, out _) || DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _)
            ? value
            : _words.Where(word => word.Length > 1 && value.Contains(word, StringComparison.OrdinalIgnoreCase)).MaxBy(static word => word.Length) ?? Erased;
    }

    /// <summary>The longest part of a domain that a guard lists; else a domain that nobody has.</summary>
    internal string? DomainOf(string? domain)
    {
        for (var part = domain; part is not null;)
        {
            if (_guards.Any(guard => guard.Lists(part, _domains)))
            {
                return part;
            }

            var dot = part.IndexOf('.', StringComparison.Ordinal);
            part = dot < 0 ? null : part[(dot + 1)..];
        }

        return domain is null ? null : Unlisted;
    }

    private void Collect(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Collect(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var one in element.EnumerateArray())
                {
                    Collect(one);
                }

                break;
            case JsonValueKind.String:
                _ = _words.Add(element.GetString()!);
                break;
        }
    }
}
