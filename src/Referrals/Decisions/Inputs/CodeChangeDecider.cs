using Referrals.Codes;
using Referrals.Explanations;
using Referrals.Sharing;

namespace Referrals;

internal static class CodeChangeDecider
{
    internal static Decision Decide(DecisionDraft draft, CodeChange input, IReadOnlyList<ReferralCode> candidates)
    {
        if (Find(draft, input.Code) is not ({ IsDefault: false } key, { } code))
        {
            draft.Tell(Check.Of(DecisionCodes.CodeUnknown, passed: false, CheckValue.Text(input.Code), Phrase.Of("value.issued_code")));
            return draft.Refuse(DecisionCodes.CodeUnknown, input.Code);
        }

        if (code.ReplacedBy is { } next)
        {
            draft.Tell(Check.Of(DecisionCodes.CodeReplaced, passed: false, CheckValue.Text(next.Value), Phrase.Of("value.code_not_replaced")));
            return draft.Refuse(DecisionCodes.CodeReplaced, key.Value);
        }

        if (input.Kind == CodeChangeKind.Replace)
        {
            return Replace(draft, key, code, candidates);
        }

        draft.Write(StateKeys.Code(key), input.Kind switch
        {
            CodeChangeKind.Suspend => code with { Suspended = true },
            CodeChangeKind.Resume => code with { Suspended = false },
            _ => code with { From = input.From, End = input.End, UsageLimit = input.UsageLimit, OnlyFor = input.OnlyFor },
        });
        return Record(draft, key, code, input.Kind);
    }

    private static Decision Replace(DecisionDraft draft, ReferralCode key, CodeState code, IReadOnlyList<ReferralCode> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (draft.Read<CodeState>(StateKeys.Code(candidate)) is null)
            {
                var customerKey = StateKeys.Customer(code.Customer);
                var customer = draft.Read<CustomerState>(customerKey) ?? new CustomerState { Customer = code.Customer };
                draft.Write(StateKeys.Code(candidate), new CodeState { Customer = code.Customer, IssuedAt = draft.At });
                draft.Write(StateKeys.Code(key), code with { ReplacedBy = candidate });
                draft.Write(customerKey, customer with { Code = candidate.Value });
                draft.Record(new Fact
                {
                    Kind = FactKind.CodeIssued,
                    OccurredAt = draft.At,
                    Customer = code.Customer,
                    Subject = candidate.Value,
                });
                return Record(draft, candidate, code, CodeChangeKind.Replace);
            }
        }

        return draft.Refuse(DecisionCodes.CodesTaken);
    }

    private static Decision Record(DecisionDraft draft, ReferralCode key, CodeState code, CodeChangeKind kind)
    {
        draft.Record(new Fact
        {
            Kind = FactKind.CodeChanged,
            OccurredAt = draft.At,
            Customer = code.Customer,
            Subject = key.Value,
            Code = kind.ToString(),
        });
        draft.Tell(Check.Note(DecisionCodes.CodeChanged, Phrase.Of("value.code_change." + kind), CheckValue.Text(key.Value)));
        return draft.Accept(DecisionCodes.CodeChanged, key.Value);
    }

    private static (ReferralCode Key, CodeState? Code) Find(DecisionDraft draft, string text)
    {
        foreach (var key in CodeLookup.Keys(draft.Programs, draft.Links.CodeText(text)))
        {
            if (draft.Read<CodeState>(StateKeys.Code(key)) is { } code)
            {
                return (key, code);
            }
        }

        return default;
    }
}

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
            CheckValue required = fault == SharingCodes.LinkOfUnknownHost
                ? PhraseList.Commas(draft.Links.Hosts.Order(StringComparer.Ordinal))
                : Phrase.Of("value.program_link");
            draft.Tell(Check.Of(fault, passed: false, CheckValue.Text(TextRule.Opaque.Tidy(found).Text), required));
            return new CodeLookup { Refusal = fault };
        }

        if (parse.IsValid)
        {
            draft.Tell(Check.Of(DecisionCodes.TouchUnknownCode, passed: false, CheckValue.Text(parse.Code.Value), Phrase.Of("value.issued_code")));
            return new CodeLookup { Refusal = DecisionCodes.TouchUnknownCode };
        }

        draft.Tell(Check.Of(DecisionCodes.TouchUnreadable, passed: false, parse.Description, CheckValue.Text(draft.Program.Codes.ToString())));
        return new CodeLookup { Refusal = DecisionCodes.TouchUnreadable };
    }

    /// <summary>How a code stands for a customer at the time of the decision.</summary>
    internal static CodeStatus Standing(DecisionDraft draft, ReferralCode key, CodeState code, CustomerId customer) =>
        code.Life.At(draft.At, code.UsageLimit is null ? 0 : draft.ReadNumber(StateKeys.Uses(key)), customer);

    /// <summary>Whether a code can be used, and if not, why: each reason under a code of its own.</summary>
    internal static Check CheckOf(DecisionDraft draft, CodeState code, CodeStatus standing)
    {
        return standing switch
        {
            CodeStatus.NotStarted => Failed(DecisionCodes.CodeNotStarted, draft.At, Phrase.Of("value.from_on", code.Life.Start!.Value)),
            CodeStatus.Expired => Failed(DecisionCodes.CodeExpired, draft.At, Phrase.Of("value.before", code.Life.End!.Value)),
            CodeStatus.UsedUp => Failed(DecisionCodes.CodeUsedUp, Phrase.Of("value.all_uses_taken"), Comparisons.Phrase(Comparison.AtMost, code.UsageLimit ?? 0)),
            CodeStatus.Suspended => Failed(DecisionCodes.CodeSuspended, Phrase.Of("value.suspended"), Phrase.Of("value.code_not_suspended")),
            CodeStatus.ForSomebodyElse => Failed(DecisionCodes.CodeForSomebodyElse, Phrase.Of("value.another_customer"), Phrase.Of("value.reserved_customer")),
            _ => Check.Of(DecisionCodes.CodeUsable, passed: true, default, default),
        };

        static Check Failed(string code, CheckValue actual, CheckValue required) => Check.Of(code, passed: false, actual, required);
    }

    /// <summary>The keys under which the text could be stored: as a code of each version's format, and as a chosen one.</summary>
    internal static IEnumerable<ReferralCode> Keys(ProgramVersions programs, string text)
    {
        var parses = programs.Readable.Select(program => program.Codes.Parse(text));
        var chosen = programs.Readable.Select(program => program.ChosenCodes?.Read(text) ?? default);
        return parses.Concat(chosen).Where(static parse => parse.IsValid).Select(static parse => parse.Code).Distinct();
    }

    private static CodeLookup Follow(DecisionDraft draft, ReferralCode key, CodeState code, CustomerId customer)
    {
        for (var i = 0; i < CodeLifecycle.MaxReplacements && code.ReplacedBy is { } next; i++)
        {
            if (draft.Read<CodeState>(StateKeys.Code(next)) is not { } replacement)
            {
                break;
            }

            draft.Tell(Check.Note(DecisionCodes.CodeReplaced, CheckValue.Text(key.Value), CheckValue.Text(next.Value)));
            (key, code) = (next, replacement);
        }

        var standing = Standing(draft, key, code, customer);
        if (standing == CodeStatus.Usable)
        {
            return new CodeLookup { Key = key, State = code };
        }

        var check = CheckOf(draft, code, standing);
        draft.Tell(check);
        return new CodeLookup { Refusal = check.Code };
    }
}
