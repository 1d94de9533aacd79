using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.DependencyInjection;

namespace Referrals.AspNetCore.Dashboard.Requests;

/// <summary>A form that was sent, with who sent it: checked against forgery before anybody reads it.</summary>
internal sealed class DashboardForm
{
    internal const string KeyField = "key", ReasonField = "reason";

    /// <summary>The longest reason that is kept whole.</summary>
    internal const int MaxReason = 128;

    private readonly IFormCollection _fields;

    private DashboardForm(DashboardRequest request, IFormCollection fields) => (Request, _fields) = (request, fields);

    internal DashboardRequest Request { get; }

    internal string Operator => Request.Operator!;

    /// <summary>Why, as the operator wrote it; empty where nothing was written.</summary>
    internal string Reason => this[ReasonField];

    internal string this[string field] => _fields[field].ToString().Trim();

    internal IReadOnlyList<string> All(string field) => [.. _fields[field].OfType<string>()];

    /// <summary>The sent form; <c>null</c> for one that another site has made, or that is out of date.</summary>
    internal static async Task<DashboardForm?> ReadAsync(DashboardRequest request)
    {
        var context = request.Context;
        if (!context.Request.HasFormContentType
            || !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context).ConfigureAwait(false))
        {
            return null;
        }

        return new DashboardForm(request, await context.Request.ReadFormAsync(request.Aborted).ConfigureAwait(false));
    }

    /// <summary>
    /// The idempotency key of what the form decides about one thing: sent twice, the form decides it once. It holds nothing of the thing itself.
    /// </summary>
    internal string KeyOf(string thing)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{this[KeyField]}\n{thing}"));
        return "dashboard-" + Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}
