using Referrals.Codes;
using Referrals.Codes.Lifetimes;
using Referrals.Explanations;
using Referrals.Programs;
using Referrals.Sharing;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

/// <summary>Finds the code that somebody typed or followed: of whatever version of the program, random or chosen, replaced or not.</summary>
internal sealed record CodeLookup
{
    /// <summary>The key of the code that stands now, after all replacements; <c>default</c> where there is none.</summary>
    public ReferralCode Key { get; private init; }

    public CodeState? State { get; private init; }

    /// <summary>What the link says that the text is; <c>default</c> where it is none.</summary>
    public LinkReading Link { get; private init; }

    /// <summary>Why the text is no code that counts; <c>null</c> where it is one.</summary>
    public string? Refusal { get; private init; }

    /// <param name="draft">The decision.</param>
    /// <param name="text">What was typed, or read out of a link.</param>
    /// <param name="customer">Who uses it; <c>default</c> while that is unknown.</param>
    internal static CodeLookup Find(DecisionDraft draft, string text, CustomerId customer)
    {
        var link = draft.Links.Read(text, out var fault, out var found);
        return FindCode(draft, link.CodeText ?? text, customer, fault, found) with { Link = link };
    }

    private static CodeLookup FindCode(DecisionDraft draft, string text, CustomerId customer, string? fault, string? found)
    {
        var parse = draft.Program.Codes.Parse(text);
        foreach (var key in Keys(draft.Programs, text))
        {
            if (draft.Read<CodeState>(StateKeys.Code(key)) is { } code)
            {
                return Follow(draft, key, code, customer);
            }
        }

        if (fault is not null)
        {
            var required = fault == SharingCodes.LinkOfUnknownHost ? string.Join(", ", draft.Links.Hosts.Order(StringComparer.Ordinal)) : "a link of the program";
            draft.Tell(Check.Of(fault, passed: false, TextRule.Opaque.Tidy(found).Text, required));
            return new CodeLookup { Refusal = fault };
        }

        if (parse.IsValid)
        {
            draft.Tell(Check.Of(DecisionCodes.TouchUnknownCode, passed: false, parse.Code.Value, "a code that was issued"));
            return new CodeLookup { Refusal = DecisionCodes.TouchUnknownCode };
        }

        draft.Tell(Check.Of(DecisionCodes.TouchUnreadable, passed: false, parse.ToString(), draft.Program.Codes.ToString()));
        return new CodeLookup { Refusal = DecisionCodes.TouchUnreadable };
    }

    /// <summary>How a code stands for a customer at the time of the decision.</summary>
    internal static CodeStanding Standing(DecisionDraft draft, ReferralCode key, CodeState code, CustomerId customer) =>
        code.Life.At(draft.At, code.UsageLimit is null ? 0 : draft.ReadNumber(StateKeys.Uses(key)), customer);

    /// <summary>The keys under which the text could be stored: as a code of each version's format, and as a chosen one.</summary>
    internal static IEnumerable<ReferralCode> Keys(ProgramVersions programs, string text)
    {
        var parses = programs.Readable.Select(program => program.Codes.Parse(text));
        var chosen = programs.Readable.Select(program => program.ChosenCodes?.Read(text) ?? default);
        return parses.Concat(chosen).Where(static parse => parse.IsValid).Select(static parse => parse.Code).Distinct();
    }

    private static CodeLookup Follow(DecisionDraft draft, ReferralCode key, CodeState code, CustomerId customer)
    {
        for (var i = 0; i < CodeLife.MaxReplacements && code.ReplacedBy is { } next; i++)
        {
            if (draft.Read<CodeState>(StateKeys.Code(next)) is not { } replacement)
            {
                break;
            }

            draft.Tell(Check.Note(DecisionCodes.CodeReplaced, key.Value, next.Value));
            (key, code) = (next, replacement);
        }

        var standing = Standing(draft, key, code, customer);
        if (standing == CodeStanding.Usable)
        {
            return new CodeLookup { Key = key, State = code };
        }

        draft.Tell(Check.Of(DecisionCodes.CodeNotUsable, passed: false, standing.ToString(), nameof(CodeStanding.Usable)));
        return new CodeLookup { Refusal = DecisionCodes.CodeNotUsable };
    }
}
