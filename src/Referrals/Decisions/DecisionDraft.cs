using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;
using Referrals.Sharing;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// A decision in the making: reads the state, keeps the changes. What it reads it sees as it will be after its own changes. Keys
/// that a partial state does not know are noted as missing; the draft is then thrown away and decided again with them loaded.
/// </summary>
internal sealed class DecisionDraft : ICustomCalls
{
    private readonly ProgramState _state;
    private readonly Func<ReferralProgram, string>? _fingerprint;
    private readonly StateChanges _changes = new();
    private readonly List<RecordKey> _reads = new(8);
    private readonly List<RecordKey> _missing = [];
    private readonly List<RecordKey> _pinned = [];
    private readonly List<Fact> _facts = new(4);
    private readonly List<Check> _checks = new(4);
    private readonly List<LedgerLine> _lines = [];
    private Dictionary<CustomCall, object?>? _answers;

    internal DecisionDraft(
        ProgramVersions programs, IncentivePlans plans, IGuardBook domains, LinkSigner? signer, LinkReader links, Func<ReferralProgram, string>? fingerprint,
        ProgramState state, ReferralInput input, Dictionary<CustomCall, object?>? answers = null)
    {
        _answers = answers;
        Signer = signer;
        Links = links;
        _fingerprint = fingerprint;
        Programs = programs;
        Program = programs.Latest;
        Plans = plans;
        Domains = domains;
        Input = input;
        _state = state;
    }

    /// <summary>Every version of the program that is known.</summary>
    internal ProgramVersions Programs { get; }

    /// <summary>The version that decides; the latest, unless the referral was created under another.</summary>
    internal ReferralProgram Program { get; set; }

    /// <summary>The rules of every version, ready to be asked.</summary>
    internal IncentivePlans Plans { get; }

    /// <summary>The application's lists of e-mail domains.</summary>
    internal IGuardBook Domains { get; }

    /// <summary>Knows the signatures of links; <c>null</c> where the application signs none.</summary>
    internal LinkSigner? Signer { get; }

    /// <summary>Reads the links of all versions of the program.</summary>
    internal LinkReader Links { get; }

    internal ReferralInput Input { get; }

    internal Instant At => Input.Time;

    internal IReadOnlyList<RecordKey> Missing => _missing;

    /// <summary>How many operations the decision takes so far, with its event, its key and the message that tells of it.</summary>
    internal int Operations => 3 + _changes.Count + _facts.Count + _lines.Count;

    /// <inheritdoc/>
    /// <remarks>What was answered holds while the same records are decided on again, with more of them loaded.</remarks>
    public T Ask<T>(in CustomCall call, T whileLoading, Func<T> ask)
    {
        if (_answers?.TryGetValue(call, out var known) == true)
        {
            return (T)known!;
        }

        if (_missing.Count > 0)
        {
            return whileLoading;
        }

        var answer = ask();
        (_answers ??= [])[call] = answer;
        return answer;
    }

    internal T? Read<T>(RecordKey key)
        where T : class
    {
        if (!_reads.Contains(key))
        {
            _reads.Add(key);
        }

        return ReadSettled<T>(key);
    }

    /// <summary>
    /// Reads what cannot change any more in the respect that is asked for, such as who referred somebody who has a referrer. It needs no
    /// guard, so that a decision can walk a chain of any length.
    /// </summary>
    internal T? ReadSettled<T>(RecordKey key)
        where T : class =>
        (T?)(_changes.Find(key) is { Kind: not StoreOperationKind.Require } change ? change.Value : Entry(key).Value);

    internal long ReadNumber(RecordKey counter) => checked(Entry(counter).Number + (_changes.Find(counter)?.Delta ?? 0));

    /// <summary>Writes a record, which is due when it says so itself.</summary>
    internal void Write(RecordKey key, object value, Instant? dueAt = null)
    {
        var version = Entry(key).Version;
        var change = ChangeOf(key);
        change.Kind = version == 0 ? StoreOperationKind.Insert : StoreOperationKind.Replace;
        change.Value = value;
        change.Version = version;
        change.DueAt = dueAt ?? DueItems.DueAt(value);
    }

    private void Guard(RecordKey key)
    {
        if (_changes.Find(key) is null)
        {
            _changes.Add(new StateChange { Key = key, Kind = StoreOperationKind.Require, Version = Entry(key).Version });
        }
    }

    internal void Add(RecordKey counter, long delta, long minimum = long.MinValue, long maximum = long.MaxValue)
    {
        var change = ChangeOf(counter);
        change.Kind = StoreOperationKind.Add;
        change.Delta = checked(change.Delta + delta);
        change.Minimum = Math.Max(change.Minimum, minimum);
        change.Maximum = Math.Min(change.Maximum, maximum);
    }

    private StateChange ChangeOf(RecordKey key)
    {
        if (_changes.Find(key) is not { } change)
        {
            _changes.Add(change = new StateChange { Key = key, Kind = StoreOperationKind.Require });
        }

        return change;
    }

    /// <summary>Lets the decision be stored only while a counter is as it was read.</summary>
    internal void Pin(RecordKey counter)
    {
        if (!_pinned.Contains(counter))
        {
            _pinned.Add(counter);
        }
    }

    /// <summary>Whether the decision is stored only while a counter is as it was read.</summary>
    internal bool IsPinned(RecordKey counter) => _pinned.Contains(counter);

    internal void Tell(Check check) => _checks.Add(check);

    internal void Tell(IEnumerable<Check> checks) => _checks.AddRange(checks);

    internal void Record(Fact fact)
    {
        fact.DecidedBy(Program.Version);
        _facts.Add(fact);
    }

    /// <summary>Records a change of the program, which no version of it decides.</summary>
    internal void RecordChange(Fact fact) => _facts.Add(fact);

    /// <summary>What the program does at an instant, as it was changed while it was running.</summary>
    /// <remarks>It needs no guard: what the calendar says of a time that has come never changes any more.</remarks>
    internal PhaseMark PhaseAt(Instant at) => (_fingerprint is not null || !_state.IsPartial) && ReadSettled<VersionsState>(StateKeys.Versions) is { } calendar
        ? calendar.PhaseAt(at)
        : PhaseMark.Running;

    internal Decision RefuseAsNotInForce()
    {
        Tell(Check.Of(DecisionCodes.ProgramNotInForce, passed: false, At, Phrase.Of("value.published_version")));
        return Refuse(DecisionCodes.ProgramNotInForce);
    }

    /// <summary>Adds a posting to the ledger and moves the balances of the accounts that it touches.</summary>
    internal void Post(in Posting posting)
    {
        foreach (var line in posting.Lines)
        {
            Post(line);
        }
    }

    /// <summary>What the draft holds now, so that it can be put back.</summary>
    internal Action Saved()
    {
        var changes = _changes.ToArray();
        var pinned = _pinned.ToArray();
        var (facts, checks, lines) = (_facts.Count, _checks.Count, _lines.Count);
        return () =>
        {
            _changes.Clear();
            foreach (var change in changes)
            {
                _changes.Add(change with { });
            }

            _pinned.Clear();
            _pinned.AddRange(pinned);
            _facts.RemoveRange(facts, _facts.Count - facts);
            _checks.RemoveRange(checks, _checks.Count - checks);
            _lines.RemoveRange(lines, _lines.Count - lines);
        };
    }

    /// <summary>Tells which texts of the input are not kept as somebody typed them.</summary>
    internal void TellChanges()
    {
        TellChanges(Input.TextChanges, line: null);
        if (Input is Conversion conversion)
        {
            foreach (var line in conversion.Lines)
            {
                TellChanges(line.TextChanges, line);
            }
        }
    }

    internal Decision Accept(string code, string? subject = null) =>
        Overflowing() is { } counter ? RefuseAsTooLarge(counter) : Finish(code, subject, accepted: true);

    /// <summary>Sums that no ledger could keep refuse the input: an amount of it, or a rate of the program, is wrong.</summary>
    internal Decision RefuseAsTooLarge(RecordKey? counter = null)
    {
        Tell(Check.Of(
            DecisionCodes.AmountTooLarge, passed: false, counter is { } key ? Phrase.Of("value.sum_of", $"{key.Kind} {key.Id}") : Phrase.Of("value.a_sum"), Phrase.Of("value.most_minor_units", long.MaxValue)));
        return Refuse(DecisionCodes.AmountTooLarge);
    }

    /// <summary>A refusal keeps its reason and nothing else: whatever was written before is dropped.</summary>
    /// <param name="code">Why.</param>
    /// <param name="subject">What it is about.</param>
    internal Decision Refuse(string code, string? subject = null)
    {
        if (!Finality.All.ContainsKey(code))
        {
            throw new InvalidOperationException($"Nothing says whether the refusal '{code}' is final; add it to {nameof(Finality)}.");
        }

        _changes.Clear();
        _facts.Clear();
        _lines.Clear();
        _pinned.Clear();
        return Finish(code, subject, accepted: false);
    }

    private void TellChanges(ValueList<TextChange>? changes, ProductLine? line)
    {
        foreach (var change in changes is null ? [] : changes.AsSpan())
        {
            Tell(Told(change, line is null ? string.Empty : $"lines.{line.Sku}."));
        }
    }

    private static Check Told(TextChange change, string before) => Check.Note(
        change.Kind switch
        {
            TextChangeKind.Cut => DecisionCodes.TextCut,
            TextChangeKind.Cleaned => DecisionCodes.TextCleaned,
            _ => DecisionCodes.TextLeftOut,
        },
        CheckValue.Text(before + change.Field),
        Phrase.Of("value.characters", change.Length, change.Limit));

    /// <summary>A counter that is known, and whose number would not fit any more.</summary>
    private RecordKey? Overflowing()
    {
        foreach (var change in _changes.All)
        {
            if (change.Kind == StoreOperationKind.Add && _state.TryFind(change.Key, out var entry)
                && (Int128)entry.Number + change.Delta is var sum && (sum < long.MinValue || sum > long.MaxValue))
            {
                return change.Key;
            }
        }

        return null;
    }

    private void Post(LedgerLine line)
    {
        _lines.Add(line);
        if (line.Owner is { } owner && line.Account.IsCounted())
        {
            Add(
                StateKeys.Balance(line.Account, line.Amount.Unit, owner),
                line.Amount.MinorUnits,
                line.Account.Minimum(),
                line.Account.Maximum());
        }
    }

    /// <summary>
    /// Whatever was read has to be as it was read when the decision is stored, a refusal as much as a grant: only then does the order
    /// in which decisions are stored explain each of them. No guard is left out: a program whose decisions could need more than one
    /// commit takes is refused when it is built.
    /// </summary>
    private void GuardReads()
    {
        foreach (var counter in _pinned)
        {
            var number = ReadNumber(counter);
            Add(counter, 0, number, number);
        }

        foreach (var key in _reads)
        {
            Guard(key);
        }

        if (Operations > CommitBatch.MaxOperations)
        {
            throw new InvalidOperationException(
                $"The decision of '{Input.Key}' takes {Operations} operations, more than the {CommitBatch.MaxOperations} of one commit. Nothing was stored.");
        }
    }

    private Decision Finish(string code, string? subject, bool accepted)
    {
        MarkVersion();
        GuardReads();
        var isFinal = accepted || Finality.IsFinal(code);
        if (isFinal && Input.ExplicitKey is { } key)
        {
            Write(StateKeys.Key(key), new KeyState { Event = Input.Key });
        }

        // A refusal that is not final is kept beside the input's key, which stays free.
        return Made(isFinal ? Input.Key : KeyText.Bounded($"refused:{code}/{Input.Key}"), code, subject, accepted);
    }

    /// <summary>The first decision under a version keeps what the version promises.</summary>
    private void MarkVersion()
    {
        if (_fingerprint is null || Input is ProgramChange || Programs.Calendar is { InForce: 0 })
        {
            return;
        }

        var key = StateKeys.Versions;
        var known = (VersionsState?)Entry(key).Value ?? new VersionsState();
        var version = Programs.Latest.Version;
        if (known.Find(version) is null)
        {
            Write(key, known.With(new VersionMark { Version = version, Fingerprint = Programs.FingerprintOf(version, _fingerprint) }));
        }
    }

    private Decision Made(string key, string code, string? subject, bool accepted) => new()
    {
        Key = key,
        Code = code,
        IsAccepted = accepted,
        OccurredAt = At,
        Subject = subject,
        InForce = Programs.Calendar?.InForce,
        DecidedIn = Programs.Calendar is { InForce: > 0 } && Programs.All.Last().Version is var last && last > Programs.Latest.Version ? last : null,
        Facts = _facts.AsReadOnly(),
        Explanation = new Explanation
        {
            Program = Program.Id,
            ProgramVersion = Program.Version,
            Code = code,
            Checks = _checks.AsReadOnly(),
        },
        LedgerLines = _lines.AsReadOnly(),
        Changes = _changes.Done(),
    };

    private StateEntry Entry(RecordKey key)
    {
        if (!_state.TryFind(key, out var entry) && _state.IsPartial && !_missing.Contains(key))
        {
            _missing.Add(key);
        }

        return entry;
    }
}
