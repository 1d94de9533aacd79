namespace Referrals;

/// <summary>The lifecycle of referral codes. See <see cref="ReferralEngine.Codes"/>.</summary>
public sealed class CodeOperations
{
    private readonly EngineScope _scope;

    internal CodeOperations(EngineScope scope) => _scope = scope;

    /// <summary>Suspends, resumes, limits or replaces a code.</summary>
    /// <param name="change">The code, and what happens to it.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> ChangeAsync(CodeChange change, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(change, cancellationToken);

    /// <summary>Whose code it is that somebody typed or followed, however it was written, and whether it can be used.</summary>
    /// <param name="text">A code or a link, as a person typed it.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>The code itself, also one that was replaced or suspended; <c>null</c> where the program has issued no such code.</returns>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public async ValueTask<ReferrerCode?> FindAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        await _scope.FollowAsync(cancellationToken).ConfigureAwait(false);
        return await new PeopleReading(_scope).FindCodeAsync(_scope.Decider.Links.CodeText(text), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All codes of a customer, those that were replaced included, the latest first.</summary>
    /// <param name="owner">Whose codes.</param>
    /// <param name="after">The cursor of the page before; <c>null</c> for the first.</param>
    /// <param name="take">How many: 1 to 200.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>, or the cursor is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is out of its range.</exception>
    public async ValueTask<Page<ReferrerCode>> ListAsync(
        CustomerId owner, string? after = null, int take = 50, CancellationToken cancellationToken = default)
    {
        var stored = await _scope.NameOfAsync(owner, cancellationToken).ConfigureAwait(false);
        return await new PeopleReading(_scope).CodesAsync(stored, after, take, cancellationToken).ConfigureAwait(false);
    }
}
