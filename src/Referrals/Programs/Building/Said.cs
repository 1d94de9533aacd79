namespace Referrals;

/// <summary>
/// Collects what a builder was told that cannot stand: said twice, said by half, or without effect. Nothing replaces anything in
/// silence; all of it is reported at once, with the path that it has in JSON.
/// </summary>
internal sealed class Said
{
    private readonly Dictionary<string, string> _calls = new(StringComparer.Ordinal);

    internal List<ProgramFinding> Findings { get; } = [];

    internal void Add(string code, string path, string message) => Findings.Add(new ProgramFinding(code, path, message));

    /// <summary>Notes that a call says what stands at a path; a second one there is a finding, and the answer is <c>false</c>.</summary>
    internal bool Once(string path, string call)
    {
        if (_calls.TryAdd(path, call))
        {
            return true;
        }

        var first = _calls[path];
        Add(ProgramCodes.SaidTwice, path, first == call
            ? $"{call} is called twice; keep one of the two calls."
            : $"{first} and {call} say the same thing; keep one of the two calls.");
        return false;
    }

    /// <summary>Reports a block that says nothing.</summary>
    internal void Something(bool isSaid, string path, string call)
    {
        if (!isSaid)
        {
            Add(ProgramCodes.SaysNothing, path, $"{call} says nothing; say something in it, or leave the call out.");
        }
    }

    /// <summary>What a factory makes; its complaint is a finding.</summary>
    internal T? Try<T>(string path, Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (ArgumentException exception)
        {
            Add(ProgramCodes.InvalidValue, path, ProgramFinding.Text(exception));
            return null;
        }
    }
}
