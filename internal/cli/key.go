package cli

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"parley/internal/remote"
	"parley/record"
	"parley/record/seal"
)

// A key's file has a line for people and a line with the seed in base64; or it
// is the same, locked under a passphrase.
const keyHeader = "Parley key 1: "

func newKey() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Make the key that you sign with, and register it",
		Long: `A key signs what its member does, so that nobody, the host included, can deny it
or make it up. The file is locked under a passphrase, which is asked for, or
read from the first line of --passphrase-file.`,
		Args: needs(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newKeyNew(), newKeyShow(), newKeyRegister())
	return cmd
}

func newKeyNew() *cobra.Command {
	var from string
	var plain bool
	cmd := &cobra.Command{
		Use:   "new FILE",
		Short: "Make a key in a file",
		Args:  needs(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var seed [ed25519.SeedSize]byte
			rand.Read(seed[:])
			data := fmt.Appendf(nil, "%swhoever has this file can sign as you\n%s\n", keyHeader, base64.StdEncoding.EncodeToString(seed[:]))
			if !plain {
				passphrase, err := askPassphrase(cmd, from, "Passphrase for the new key: ")
				if err != nil {
					return err
				}
				if data, err = seal.Lock(data, passphrase); err != nil {
					return err
				}
			}
			f, err := os.OpenFile(args[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
			if err != nil {
				return err
			}
			_, err = f.Write(data)
			if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s\n", publicOf(ed25519.NewKeyFromSeed(seed[:])))
			return nil
		},
	}
	cmd.Flags().BoolVar(&plain, "no-passphrase", false, "leave the file unlocked, for a browser to read")
	addPassphrase(cmd, &from)
	return cmd
}

func newKeyShow() *cobra.Command {
	var from string
	var secret bool
	cmd := &cobra.Command{
		Use:   "show FILE",
		Short: "Print the public half of a key, or with --secret its unlocked file",
		Args:  needs(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, data, err := readKey(cmd, args[0], from)
			if err != nil {
				return err
			}
			if !secret {
				data = fmt.Appendf(nil, "%s\n", publicOf(key))
			}
			_, err = cmd.OutOrStdout().Write(data)
			return err
		},
	}
	cmd.Flags().BoolVar(&secret, "secret", false, "print the key itself, for a browser to read")
	addPassphrase(cmd, &from)
	return cmd
}

func newKeyRegister() *cobra.Command {
	var from, invite, before string
	cmd := &cobra.Command{
		Use:     "register FILE",
		Short:   "Register a key as yours in a negotiation",
		Example: "  parley key register aldoria.key --invite https://host/enter/…",
		Args:    needs(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if invite == "" {
				return errors.New("no invite link is given: add --invite LINK")
			}
			key, _, err := readKey(cmd, args[0], from)
			if err != nil {
				return err
			}
			var old ed25519.PrivateKey
			if before != "" {
				if old, _, err = readKey(cmd, before, from); err != nil {
					return err
				}
			}
			return registerKey(cmd, invite, key, old)
		},
	}
	cmd.Flags().StringVar(&invite, "invite", "", "invite link of the member")
	cmd.Flags().StringVar(&before, "before", "", "file of the key that this one replaces, if you have it")
	addPassphrase(cmd, &from)
	return cmd
}

func registerKey(cmd *cobra.Command, invite string, key, old ed25519.PrivateKey) error {
	ctx := cmd.Context()
	r, err := remote.Enter(ctx, invite)
	if err != nil {
		return err
	}
	form := url.Values{"key": {publicOf(key).String()}}
	act, err := r.Prepare(ctx, "/key", form)
	if err == nil && old != nil {
		by := record.Succession(act.Origin, act.Member, publicOf(key)).Sign(old)
		form.Set("by", base64.StdEncoding.EncodeToString(by.Bytes[:]))
		act, err = r.Prepare(ctx, "/key", form)
	}
	if err != nil {
		return err
	}
	sig := act.Sign(key)
	form.Set("signature", base64.StdEncoding.EncodeToString(sig.Bytes[:]))
	form.Set("signer", sig.Key.String())
	form.Set("after", strconv.FormatInt(act.After, 10))
	if err := r.Post(ctx, "/key", form); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Registered %s for %s\n", sig.Key, act.Member)
	return nil
}

func publicOf(key ed25519.PrivateKey) record.PublicKey {
	return record.PublicKey(key.Public().(ed25519.PublicKey))
}

// readKey reads a key's file, and returns it unlocked too.
func readKey(cmd *cobra.Command, name, passphraseFile string) (ed25519.PrivateKey, []byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	if seal.Locked(data) {
		passphrase, err := askPassphrase(cmd, passphraseFile, "Passphrase of "+name+": ")
		if err != nil {
			return nil, nil, err
		}
		if data, err = seal.Unlock(data, passphrase); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	_, line, _ := strings.Cut(string(data), "\n")
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(line))
	if err != nil || len(seed) != ed25519.SeedSize || !bytes.HasPrefix(data, []byte(keyHeader)) {
		return nil, nil, fmt.Errorf("%s holds no key of Parley", name)
	}
	return ed25519.NewKeyFromSeed(seed), data, nil
}

func addPassphrase(cmd *cobra.Command, from *string) {
	cmd.Flags().StringVar(from, "passphrase-file", "", "file whose first line is the passphrase")
}

func askPassphrase(cmd *cobra.Command, from, prompt string) (string, error) {
	var line []byte
	if from != "" {
		data, err := os.ReadFile(from)
		if err != nil {
			return "", err
		}
		line, _, _ = bytes.Cut(data, []byte("\n"))
	} else {
		if !term.IsTerminal(int(os.Stdin.Fd())) {
			return "", errors.New("there is no terminal to ask for the passphrase on: add --passphrase-file FILE")
		}
		fmt.Fprint(cmd.ErrOrStderr(), prompt)
		var err error
		line, err = term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprintln(cmd.ErrOrStderr())
		if err != nil {
			return "", err
		}
	}
	if len(bytes.TrimSpace(line)) == 0 {
		return "", errors.New("the passphrase is empty")
	}
	return string(bytes.TrimRight(line, "\r")), nil
}
